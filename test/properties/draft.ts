/** Drafts of lab scripts, as fast-check draws them: numbers that become lines once the state of the machine is known. */
import { type MachineSpec, POLICY_IDS } from '@overcommit/engine';
import fc from 'fast-check';
import { MOVES } from './moves.ts';

/** A line to come: its move, and numbers below 2^16 that choose its words. */
export type Draft = { move: number; words: number[] };
export type ScriptDraft = { spec: MachineSpec; steps: Draft[] };

const KIB_PER_MIB = 1024;

const SPEC: fc.Arbitrary<MachineSpec> = fc.record({
  memKb: fc.constantFrom(32, 48, 64, 128, 256, 512, 1024).map((mib) => mib * KIB_PER_MIB),
  swapKb: fc.constantFrom(0, 0, 4, 16, 64, 256).map((mib) => mib * KIB_PER_MIB),
  policy: fc.constantFrom(...POLICY_IDS, 'linux-6.1' as const, 'linux-6.1' as const, 'linux-6.1' as const),
  seed: fc.nat(1000),
  settings: fc.constantFrom<Record<string, string>>(
    {},
    {},
    {},
    { 'vm/overcommit_memory': '1' },
    { 'vm/overcommit_memory': '2', 'vm/overcommit_ratio': '90' },
    { 'kernel/threads-max': '24' },
  ),
});

/** Each move as often as its weight says. */
const MOVE_NUMBERS = MOVES.flatMap(({ weight }, i) => new Array<number>(weight).fill(i));

const DRAFT: fc.Arbitrary<Draft> = fc.noBias(
  fc.record({
    move: fc.constantFrom(...MOVE_NUMBERS),
    words: fc.array(fc.nat(0xffff), { minLength: 10, maxLength: 10 }),
  }),
);

/** @param most steps at most, the first of which brings a process to life */
export function scriptDrafts(most: number): fc.Arbitrary<ScriptDraft> {
  return fc.record({ spec: SPEC, steps: fc.array(DRAFT, { minLength: 1, maxLength: most, size: 'max' }) });
}
