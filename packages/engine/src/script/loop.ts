import type { Command, ProgramName } from '../commands.ts';
import { process } from './argumentKinds.ts';
import type { Surroundings } from './surroundings.ts';
import type { Token } from './tokens.ts';

/** The one verb whose arguments are not a fixed row of words: `run P PROGRAM [k=v …]` and `run P repeat N; …; end`. */
export type SpecialForm = {
  usages: readonly string[];
  programs: readonly ProgramName[];
  offer: (around: Surroundings, before: readonly string[]) => readonly string[];
};

export const PROGRAMS: readonly ProgramName[] = [
  'leak',
  'cache',
  'db',
  'bgsave',
  'shell',
  'forkbomb',
  'browser',
  'build',
  'idle',
];
export const MAX_REPEAT = 1_000_000;
export const MAX_BODY = 20;
export const MAX_PROGRAM_ARGS = 8;
/** What a loop may not do: start loops in itself, or make time pass. */
export const NOT_IN_LOOP: readonly string[] = ['run', 'tick'];

export const LOOP_FORM: SpecialForm = {
  usages: ['P PROGRAM [k=v …]', 'P repeat N; COMMAND; …; end'],
  programs: PROGRAMS,
  offer: (around, before) => {
    if (before.length === 1) return process.offer(around, before);
    return before.length === 2 ? [...PROGRAMS, 'repeat'] : [];
  },
};

export type RunCommand = Extract<Command, { verb: 'run' }>;
/** A word that does not fit: `token` null = the line ends too early. */
export type Misfit = { token: Token | null; expected: string; why?: string; words?: readonly string[] };

const PROGRAM_WORDS: readonly string[] = [...PROGRAMS, 'repeat'];

/** `run P PROGRAM [k=v …]`, without loops. */
export function readProgram([who, program, ...rest]: readonly Token[]): { fields: RunCommand } | Misfit {
  const name = who && process.parse(who.text);
  if (!name?.ok) return { token: who ?? null, expected: process.expected, why: name?.why };
  const found = PROGRAMS.find((known) => known === program?.text);
  if (!found)
    return {
      token: program ?? null,
      expected: `a program: ${PROGRAMS.join(', ')}, or \`repeat N\``,
      words: PROGRAM_WORDS,
    };
  const args: Record<string, string> = {};
  for (const token of rest) {
    const match = /^([a-z][a-z0-9]{0,15})=([A-Za-z0-9_.+-]{1,32})$/.exec(token.text);
    const key = match?.[1] ?? '';
    if (!match || Object.hasOwn(args, key) || Object.keys(args).length === MAX_PROGRAM_ARGS) {
      const why = match
        ? Object.hasOwn(args, key)
          ? `${key} stands there twice`
          : `at most ${MAX_PROGRAM_ARGS} settings fit`
        : undefined;
      return { token, expected: 'a setting such as `step=1M`', why };
    }
    args[key] = match[2] ?? '';
  }
  return { fields: { verb: 'run', process: name.value, program: found, args } };
}

export type LoopHead = { process: string; repeat: number };

/** `run P [loop] repeat N`: the head of a loop. */
export function readLoopHead([who, ...rest]: readonly Token[]): LoopHead | Misfit {
  const name = who && process.parse(who.text);
  if (!name?.ok) return { token: who ?? null, expected: process.expected, why: name?.why };
  const [, count, extra] = rest[0]?.text === 'loop' ? rest.slice(1) : rest;
  const repeat = /^\d{1,7}$/.test(count?.text ?? '') ? Number(count?.text) : 0;
  if (repeat < 1 || repeat > MAX_REPEAT)
    return { token: count ?? null, expected: `how often to repeat, from 1 to ${MAX_REPEAT}` };
  if (extra) return { token: extra, expected: '`;` or a new line' };
  return { process: name.value, repeat };
}

/** Does this `run` line open a loop? */
export function opensLoop(words: readonly Token[]): boolean {
  return (
    words[0]?.text === 'run' &&
    (words[2]?.text === 'repeat' || (words[2]?.text === 'loop' && words[3]?.text === 'repeat'))
  );
}
