import { answerOf, factsOf } from '../answers.ts';
import type { Entry } from '../entry.ts';
import type { Fact } from '../facts.ts';
import { commandText } from '../script/print.ts';
import type { LaneRow } from './types.ts';

/**
 * SPEC [VAR-11] How a row's outcome differs from that of the main line's entry, in words. Null = no visible difference: the
 * same answer, pages reached, deaths, refusals of programs, warnings and deadlocks. The arithmetic and the page frames can
 * still differ.
 */
export function differenceOf(main: Entry, row: LaneRow): string | null {
  const line = commandText(main.command);
  if (row.state === 'dropped') return null;
  // A setting that the variation itself holds is not a consequence of it.
  if (row.state === 'skipped') return row.isHeld ? null : `${line} can no longer happen: ${row.reason}`;
  const here = row.entry;
  const said = [answers(main, here), ...deaths(main, here), programs(main, here), ...notices(main, here)];
  const words = said.filter((part) => part !== null);
  return words.length === 0 ? null : `${line}: ${words.join('; ')}`;
}

function answers(main: Entry, here: Entry): string | null {
  const before = answerOf(main);
  const now = answerOf(here);
  if (before.result !== now.result) return `${now.result} instead of ${before.result}`;
  return before.pages === now.pages ? null : `${now.pages ?? 0} pages instead of ${before.pages ?? 0}`;
}

type Ended = Extract<Fact, { type: 'ProcessEnded' }>;

function deaths(main: Entry, here: Entry): string[] {
  const before = factsOf(main, 'ProcessEnded');
  const now = factsOf(here, 'ProcessEnded');
  const isIn = (list: readonly Ended[], one: Ended): boolean =>
    list.some((other) => other.process === one.process && other.cause === one.cause);
  return [
    ...now.filter((one) => !isIn(before, one)).map((one) => `${one.process} ${deathText(one)} here`),
    ...before.filter((one) => !isIn(now, one)).map((one) => `${one.process}, which ${deathText(one)}, goes on here`),
  ];
}

function deathText({ cause, status }: Ended): string {
  if (cause === 'oom-kill') return 'was killed for memory';
  return cause === 'exit' ? `exited with ${status}` : `was ended by signal ${status}`;
}

function programs(main: Entry, here: Entry): string | null {
  const list = (entry: Entry): string[] =>
    factsOf(entry, 'ProgramRefused').map(({ process, line, result }) => `${line} of ${process} answers ${result}`);
  const [before, now] = [list(main), list(here)];
  const fresh = now.find((text) => !before.includes(text));
  if (fresh !== undefined) return `${fresh} here`;
  const old = before.find((text) => !now.includes(text));
  return old === undefined ? null : `${old} in the main line only`;
}

function notices(main: Entry, here: Entry): string[] {
  const kinds: [Fact['type'], string][] = [
    ['Panicked', 'a kernel panic'],
    ['DeadlockFound', 'a deadlock'],
    ['DangerSignalled', 'SIGDANGER to all'],
  ];
  return kinds.flatMap(([type, words]) => {
    const before = factsOf(main, type).length > 0;
    const now = factsOf(here, type).length > 0;
    return before === now ? [] : [now ? `${words} here` : `no longer ${words}`];
  });
}
