import { describe, expect, it } from 'vitest';
import { readRecording } from '../run/recording.ts';
import type { StepRecord } from '../run/stepRecord.ts';
import { compareTrace, KINDS } from './compare.ts';
import { fallenBelow, figuresOf, percent } from './ratchet.ts';

const recorded = readRecording('test/conformance/traces/swap-score.jsonl');
const changed = (change: (steps: StepRecord[]) => void): StepRecord[] => {
  const steps = structuredClone(recorded);
  change(steps);
  return steps;
};
const at = (steps: StepRecord[], index: number): StepRecord => steps[index] as StepRecord;
const proc = (steps: StepRecord[], index: number, name: string) =>
  at(steps, index).procs[name] as Record<string, number>;
const wrong = (engine: StepRecord[]) =>
  Object.fromEntries(
    Object.entries(compareTrace(recorded, engine).tally).flatMap(([kind, { right, all }]) =>
      right < all ? [[kind, all - right]] : [],
    ),
  );

describe('compareTrace', () => {
  it('finds a recording right in every observation when held against itself', () => {
    const { tally, differences } = compareTrace(recorded, recorded);
    expect(differences).toEqual([]);
    expect(tally.result.all).toBe(recorded.length - 1);
    expect(tally.died.all).toBe(recorded.length);
    expect(tally.swap.all).toBeGreaterThan(0);
    expect(tally.private.all).toBeGreaterThan(0);
    expect(tally.private.all).toBeLessThan(tally.vmsize.all);
    for (const kind of KINDS) expect(tally[kind].right).toBe(tally[kind].all);
    expect(tally.whole).toEqual({ right: 1, all: 1 });
  });

  it('keeps to the stated tolerances', () => {
    const shift = (index: number, key: string, kb: number) =>
      changed((steps) => {
        at(steps, index).mem[key] = (at(steps, index).mem[key] ?? 0) + kb;
      });
    expect(wrong(shift(5, 'Committed_AS', 8))).toEqual({});
    expect(wrong(shift(5, 'Committed_AS', -12))).toEqual({ commit: 1, whole: 1 });
    expect(wrong(shift(5, 'CommitLimit', 4))).toEqual({ limit: 1, whole: 1 });
    expect(wrong(shift(5, 'MemFree', 3700))).toEqual({});
    expect(wrong(shift(5, 'MemFree', 3704))).toEqual({ free: 1 });
    const move = (key: string, by: number) =>
      wrong(
        changed((steps) => {
          proc(steps, 6, 'old')[key] = (proc(steps, 6, 'old')[key] ?? 0) + by;
        }),
      );
    expect(move('RssAnon', 96)).toEqual({});
    expect(move('RssAnon', 100)).toEqual({ anon: 1, whole: 1 });
    expect(move('VmSize', 4)).toEqual({ vmsize: 1, whole: 1 });
    expect(move('Private_Dirty', -128)).toEqual({});
    expect(move('Private_Dirty', -132)).toEqual({ private: 1 });
    expect(move('oom_score', 3)).toEqual({});
    expect(move('oom_score', -4)).toEqual({ score: 1 });
    expect(move('VmSwap', 2048)).toEqual({ anon: 1, whole: 1 });
    expect(move('VmSwap', 2052)).toEqual({ anon: 1, swap: 1, whole: 1 });
  });

  it('counts a process that the engine lacks as wrong', () => {
    const missing = wrong(changed((steps) => void delete at(steps, 2).procs.old));
    expect(missing).toEqual({ vmsize: 1, anon: 1, private: 1, score: 1, whole: 1 });
  });

  it('counts everything after a step with other deaths as wrong, and deaths as a set', () => {
    const last = recorded.length - 1;
    const before = changed((steps) => void at(steps, last - 1).died.push('ghost'));
    const result = wrong(before);
    expect(result).toMatchObject({ died: 2, result: 1, limit: 1, commit: 1, free: 1, whole: 1 });
    expect(wrong(recorded.slice(0, last))).toMatchObject({ died: 1, result: 1, whole: 1 });
  });
});

describe('the ratchet', () => {
  it('rounds down, so that 100 means all', () => {
    expect(percent({ right: 99_999, all: 100_000 })).toBe(99.99);
    expect(percent({ right: 3, all: 3 })).toBe(100);
  });

  it('names what fell', () => {
    const figures = figuresOf(compareTrace(recorded, recorded).tally);
    expect(fallenBelow(figures, figures)).toEqual([]);
    expect(fallenBelow({ ...figures, swap: 92.1 }, figures)).toEqual([{ kind: 'swap', now: 92.1, before: 100 }]);
  });
});
