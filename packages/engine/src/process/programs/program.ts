import type { Command, ProgramName } from '../../commands.ts';
import type { Machine, Process, Program } from '../../state.ts';
import type { Draw } from './draw.ts';

/** What a program knows in its turn. `age`: ticks since it was started, 1 in its first turn. */
export type Turn = { machine: Machine; process: Process; program: Program; age: number; draw: Draw };

/** What a program wants to do in its turn: commands of the lab language, carried out as its process's owner. */
export type Plan = {
  commands: Command[];
  /** Goes on after a call that failed; else the first failure ends the turn. */
  goesOn?: true;
  /** What it remembers, once so many of the commands have been carried out (a failed one counts); `over` ends it. */
  keeps?: (done: number) => Record<string, number> | 'over';
};

/** A pure function: the same turn gives the same plan, and nothing is changed. */
export type Play = (turn: Turn) => Plan;

export type Parameter = {
  kind: 'size' | 'count';
  /** Bytes, or a number. */
  usual: number;
  least: number;
  most: number;
};

export type ProgramKind = {
  /** In the order in which help names them. */
  parameters: Readonly<Record<string, Parameter>>;
  play: Play;
};

export const RESTS: Plan = { commands: [] };

const KIB = 1024;
export const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** A setting in bytes, from a page to 64 GiB. */
export const size = (usual: number): Parameter => ({ kind: 'size', usual, least: 4 * KIB, most: 64 * GIB });
export const count = (usual: number, least: number, most: number): Parameter => ({ kind: 'count', usual, least, most });

/** The program's number of that name, in the unit of its own parameter. */
export function setting({ program }: Turn, name: string): number {
  const value = program.args[name];
  if (value === undefined) throw new Error(`${program.name} runs without its ${name}`);
  return value;
}

export type RunCommand = Extract<Command, { verb: 'run' }>;
export type ProgramTable = Readonly<Record<ProgramName, ProgramKind>>;
