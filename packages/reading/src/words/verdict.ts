import { count, figures } from './format.ts';

/** What a check without a fault has shown of a log of `seq` entries. The same words on every page and in the terminal. */
export function verdictWords({ seq, carriedOut, onlyFolded }: Checked): string {
  const again = `${count(carriedOut, 'command')}, carried out again, ${carriedOut === 1 ? 'gives' : 'give'} the same facts`;
  if (onlyFolded > 0)
    return `only folded: ${figures(onlyFolded)} of ${count(seq, 'entry', 'entries')}, of engine versions whose rules are not kept here${carriedOut > 0 ? `; ${again}` : ''}`;
  if (carriedOut < seq) return `the chain of ${count(seq, 'entry', 'entries')} holds; nothing was carried out again`;
  return `ok: ${again}`;
}

export type Checked = { seq: number; carriedOut: number; onlyFolded: number };
