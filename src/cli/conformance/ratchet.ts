import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { KINDS, type Kind, type Tally } from './compare.ts';

/** Percent right by kind, rounded down to hundredths. */
export type Figures = Partial<Record<Kind, number>>;

export function figuresOf(tally: Tally): Figures {
  return Object.fromEntries(KINDS.filter((kind) => tally[kind].all > 0).map((kind) => [kind, percent(tally[kind])]));
}

/** Rounded down, so that 100.00 means all. */
export function percent({ right, all }: { right: number; all: number }): number {
  return Math.floor((10_000 * right) / all) / 100;
}

/** The figures that were reached; null if none are stored. */
export function readReached(path: string): Figures | null {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Figures) : null;
}

export function writeReached(path: string, figures: Figures): void {
  writeFileSync(path, `${JSON.stringify(figures, null, 2)}\n`);
}

/** Kinds whose figure is below the stored one. */
export function fallenBelow(figures: Figures, reached: Figures): { kind: Kind; now: number; before: number }[] {
  return KINDS.flatMap((kind) => {
    const [now, before] = [figures[kind] ?? 0, reached[kind] ?? 0];
    return now < before ? [{ kind, now, before }] : [];
  });
}
