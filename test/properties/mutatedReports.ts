/** Real reports, damaged: cut, shuffled, spliced into each other, repeated. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain, markdownOf, readText, toWire } from '@overcommit/oom-report';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const DIR = join(import.meta.dirname, '..', 'oomReports');
const TEXTS = readdirSync(DIR)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => readFileSync(join(DIR, name), 'utf8'));

/** A damaged text; the same seed gives the same text. */
export function mutated(seed: number): string {
  const random = xoroshiro128plus(seed);
  const below = (n: number): number => uniformInt(random, 0, Math.max(0, n - 1));
  const any = (): string => TEXTS[below(TEXTS.length)] as string;
  let text = any();
  for (let i = below(4); i >= 0; i -= 1) text = damaged(text, { below, any });
  return text;
}

type Draw = { below: (n: number) => number; any: () => string };

function damaged(text: string, { below, any }: Draw): string {
  const lines = text.split('\n');
  const at = below(lines.length);
  switch (below(9)) {
    case 0:
      return text.slice(0, below(text.length));
    case 1:
      return text.slice(below(text.length));
    case 2:
      return lines.filter(() => below(3) > 0).join('\n');
    case 3:
      return [...lines].sort(() => below(3) - 1).join('\n');
    case 4:
      return [...lines.slice(0, at), ...any().split('\n'), ...lines.slice(at)].join('\n');
    case 5:
      return lines.map((line) => (below(8) === 0 ? line.slice(0, below(line.length)) : line)).join('\n');
    case 6:
      return lines.map((line, n) => (below(2) === 0 ? line : `${line}\n${any().split('\n')[n] ?? ''}`)).join('\n');
    case 7:
      return text.replace(/\d/g, (digit) => (below(20) === 0 ? String(below(10)) : digit));
    default:
      return text.replace(/[ ():,=[\]]/g, (mark) => (below(30) === 0 ? '([{\u0000\\='.charAt(below(6)) : mark));
  }
}

/** Reports of a text that are explained: a person opens one. */
const MOST_EXPLAINED = 20;

/** Reads it, and asks for all that a reader is shown. Throws if anything does. */
export function readWhole(text: string): number {
  const { reports } = readText(text);
  for (const report of reports.slice(0, MOST_EXPLAINED)) markdownOf(report, explain(report, reports));
  return JSON.stringify(reports.map(toWire)).length;
}
