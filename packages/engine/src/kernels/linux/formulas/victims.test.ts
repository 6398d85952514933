import { describe, expect, it } from 'vitest';
import { HIGHEST_POINTS, UNKILLABLE_POINTS } from '../../cIntegers.ts';
import type { LinuxEra } from '../eraRules.ts';
import { linuxEra } from '../eras.ts';
import { FRESH_OOM_GATE, type OomGateCall, oomGate24 } from './oomGate24.ts';
import type { OomTask, ScoredTask } from './oomTask.ts';
import { reportedScore } from './reportedScore.ts';
import { killVictim24 } from './victim24.ts';
import { killVictim26 } from './victim26.ts';
import { killVictim } from './victimModern.ts';

function era(release: string): LinuxEra {
  const found = linuxEra(release);
  if (found === null) throw new Error(release);
  return found;
}

const task = (pid: number, points: number, more: Partial<OomTask> = {}): ScoredTask => ({
  task: { pid, parentPid: 0, memory: pid, ...more },
  points,
});

/** Which of the calls kill; the times are in ticks of 1/100 s. */
function gate(times: number[], { release = '2.4.20', freeSwapPages = 0 } = {}): number[] {
  let state = FRESH_OOM_GATE;
  return times.filter((nowJiffies) => {
    const call: OomGateCall = { nowJiffies, freeSwapPages, hz: 100 };
    const answer = oomGate24(state, call, era(release).gate);
    state = answer.state;
    return answer.kill;
  });
}
const every = (step: number, from: number, count: number) => Array.from({ length: count }, (_, i) => from + i * step);

describe('the gate of 2.4', () => {
  it('[GATE-2.4-1] does nothing while swap is free', () => {
    expect(gate(every(20, 10_000, 100), { freeSwapPages: 1 })).toEqual([]);
  });
  it('[GATE-2.4-2] starts anew after 5 s of quiet', () => {
    expect(gate([...every(20, 10_000, 14), ...every(20, 10_761, 14)])).toEqual([]);
  });
  it('[GATE-2.4-3] waits for a second', () => {
    expect(gate(every(5, 10_000, 20))).toEqual([]);
  });
  it('[GATE-2.4-4] kills at the tenth call after that', () => {
    expect(gate(every(20, 10_000, 15))).toEqual([10_280]);
  });
  it('[GATE-2.4-5] rests 5 s after a kill, from 2.4.19', () => {
    expect(gate(every(20, 10_000, 45))).toEqual([10_280, 10_780]);
    expect(gate(every(20, 10_000, 45), { release: '2.4.18' })).toEqual([10_280, 10_560, 10_840]);
  });
});

describe('the choice of 2.4', () => {
  const rule24 = (release: string) => (linuxEra(release) as LinuxEra).victim24;
  const RULE_24 = rule24('2.4.20');
  it('[KILL-2.4-1] takes the most points, the first of equals, and nobody with 0', () => {
    expect(killVictim24([task(1, 3), task(2, 9), task(3, 9)], RULE_24)).toMatchObject({
      chosenPid: 2,
      chosenPoints: 9,
    });
    expect(killVictim24([task(1, 0)], RULE_24)).toEqual({ result: 'panic' });
  });
  it('[KILL-2.4-2] kills everybody on the same memory, init too', () => {
    const tasks = [task(1, 9, { memory: 5 }), task(2, 8, { memory: 5 }), task(3, 1)];
    expect(killVictim24(tasks, RULE_24)).toMatchObject({ victimPid: 1, givenReserves: [1, 2] });
    expect(killVictim24(tasks, rule24('2.4.9'))).toMatchObject({ victimPid: 1, givenReserves: [1] });
  });
  it('[KILL-2.4-3] sends SIGTERM to who may do raw I/O', () => {
    expect(killVictim24([task(7, 9, { hasRawIo: true })], RULE_24)).toMatchObject({
      signalled: [{ pid: 7, signal: 15 }],
    });
  });
});

describe('the choice of 2.6', () => {
  const kill = (release: string, tasks: ScoredTask[], currentPid = 0) =>
    killVictim26(tasks, currentPid, era(release).victim26);

  it('[KILL-2.6-1] never takes init, and the first of equals', () => {
    expect(kill('2.6.32', [task(1, 99), task(4, 5), task(3, 5)])).toMatchObject({ chosenPid: 4 });
  });
  it('[KILL-2.6-2] sacrifices the first child with memory of its own', () => {
    const tasks = [
      task(2, 9),
      task(3, 1, { parentPid: 2, memory: 2 }),
      task(4, 1, { parentPid: 2 }),
      task(5, 8, { parentPid: 2 }),
    ];
    expect(kill('2.6.32', tasks)).toMatchObject({ chosenPid: 2, victimPid: 4 });
  });
  it('[KILL-2.6-3] 2.6.11 may choose a task without memory, for ever', () => {
    const tasks = [task(1, 5), task(2, 0, { memory: null })];
    expect(kill('2.6.11', tasks)).toMatchObject({ result: 'retry-for-ever', chosenPid: 2, victimPid: null });
    expect(kill('2.6.32', tasks)).toEqual({ result: 'panic' });
  });
  it('[KILL-2.6-4] waits for victims and for the exiting, but not for itself', () => {
    expect(kill('2.6.32', [task(2, 9), task(3, 1, { isVictim: true })])).toEqual({ result: 'wait' });
    const exiting = [task(2, 9), task(3, 1, { isExiting: true })];
    expect([kill('2.6.32', exiting, 2), kill('2.6.11', exiting, 3)]).toEqual([{ result: 'wait' }, { result: 'wait' }]);
    expect(kill('2.6.32', exiting, 3)).toMatchObject({ chosenPid: 3, signalled: [], givenReserves: [3] });
  });
  it('[KILL-2.6-5] 2.6.11 takes a swapoff task at once and ignores −17', () => {
    expect(kill('2.6.11', [task(2, 9), task(3, 1, { isOrigin: true }), task(4, 99)])).toMatchObject({ chosenPid: 3 });
    const never = [task(2, 9, { isNever: true }), task(3, 1)];
    expect(kill('2.6.11', never)).toMatchObject({ chosenPid: 2 });
    expect(kill('2.6.32', never)).toMatchObject({ chosenPid: 3 });
  });
  it('[KILL-2.6-6] kills sharers in 2.6.11, not in 2.6.32', () => {
    const tasks = [task(2, 9, { memory: 7 }), task(3, 1, { memory: 7 })];
    expect(kill('2.6.11', tasks)).toMatchObject({ givenReserves: [2, 3] });
    expect(kill('2.6.32', tasks)).toMatchObject({ givenReserves: [2] });
  });
});

describe('the choice of 2.6.36 and later', () => {
  const kill = (release: string, tasks: ScoredTask[], currentPid = 0) =>
    killVictim(tasks, currentPid, era(release).victimModern);

  it('[KILL-1] takes the first of equals up to 5.2 and the last from 5.3', () => {
    const tasks = [task(2, 9), task(3, 9)];
    expect(kill('4.9', tasks)).toMatchObject({ chosenPid: 2 });
    expect(kill('5.4', tasks)).toMatchObject({ chosenPid: 3 });
  });
  it('[KILL-2] takes nobody with 0 points up to 5.8; later negative points do', () => {
    expect(kill('5.4', [task(2, 0)])).toEqual({ result: 'panic' });
    expect(kill('6.1', [task(2, -5), task(3, UNKILLABLE_POINTS)])).toMatchObject({ chosenPid: 2 });
  });
  it('[KILL-3] waits for an earlier victim until its memory is reaped', () => {
    const reaped = [task(2, 9), task(3, 0, { isVictim: true, isReaped: true })];
    expect(kill('4.4', reaped)).toEqual({ result: 'wait' });
    expect(kill('4.9', reaped)).toMatchObject({ chosenPid: 2 });
    expect(kill('6.1', [task(2, 9), task(3, 0, { isVictim: true })])).toEqual({ result: 'wait' });
  });
  it('[KILL-4] waits for an exiting task, or lets it go on if it asked', () => {
    const tasks = [task(2, 9), task(3, 1, { isExiting: true })];
    expect(kill('3.10.65', tasks, 3)).toEqual({ result: 'wait' });
    expect(kill('3.2', tasks, 3)).toMatchObject({ chosenPid: 3, chosenPoints: 1000, signalled: [] });
    expect(kill('3.2', tasks, 3)).toMatchObject({ victimPid: null });
    expect(kill('3.5', tasks, 3)).toMatchObject({
      chosenPid: 3,
      chosenPoints: HIGHEST_POINTS,
      victimPid: 3,
      signalled: [],
    });
    expect(kill('4.9', tasks)).toMatchObject({ chosenPid: 2 });
  });
  it('[KILL-5] chooses a swapoff task outright from 3.8', () => {
    const tasks = [task(2, 1, { isOrigin: true }), task(3, 9)];
    expect(kill('4.9', tasks)).toMatchObject({ chosenPid: 2, chosenPoints: HIGHEST_POINTS });
    expect(kill('3.5', tasks)).toMatchObject({ chosenPid: 3 });
  });
  it('[KILL-6] sacrifices the worst child up to 5.1', () => {
    const tasks = [
      task(2, 9),
      task(3, 2, { parentPid: 2 }),
      task(4, 3, { parentPid: 2 }),
      task(5, 3, { parentPid: 2 }),
      task(6, 8, { parentPid: 2, memory: 2 }),
    ];
    expect(kill('4.9', tasks)).toMatchObject({ chosenPid: 2, victimPid: 4 });
    expect(kill('2.6.37', tasks)).toMatchObject({ victimPid: 6 });
    expect(kill('5.4', tasks)).toMatchObject({ victimPid: 2 });
  });
  it('[KILL-7] kills who shares the memory, with exceptions that changed', () => {
    const tasks = [
      task(1, 0, { memory: 7 }),
      task(2, 9, { memory: 7 }),
      task(3, 0, { memory: 7, isNever: true }),
      task(4, 0, { memory: 7 }),
    ];
    const order = (release: string) => {
      const outcome = kill(release, tasks);
      return 'signalled' in outcome ? outcome.signalled.map(({ pid }) => pid) : [];
    };
    expect(order('2.6.36')).toEqual([2]);
    expect(order('2.6.37')).toEqual([1, 3, 4, 2]);
    expect(order('3.10.65')).toEqual([1, 4, 2]);
    expect(order('4.4')).toEqual([2, 4]);
    expect(order('6.1')).toEqual([2, 3, 4]);
  });
  it('[KILL-8] panics if nobody can be chosen', () => {
    expect(kill('6.1', [task(1, 9), task(2, 9, { isKthread: true })])).toEqual({ result: 'panic' });
  });
  it('[REPORT-1] reports points, thousandths, or what a wrapped product leaves', () => {
    expect(reportedScore(262_144, 524_288, era('4.4').scores.reported)).toBe(500n);
    expect(reportedScore(262_144, 524_288, era('5.4').scores.reported)).toBe(262_144n);
    expect(reportedScore(HIGHEST_POINTS, 524_288, era('4.18').scores.reported)).toBe(35_184_372_088_831n);
    expect(reportedScore(HIGHEST_POINTS, 262_144, era('4.4').scores.reported)).toBe(4_294_967_295n);
    expect(reportedScore(HIGHEST_POINTS, 1, era('6.1').scores.reported)).toBe(2n ** 63n - 1n);
  });
});
