import { describe, expect, it } from 'vitest';
import { aixKillMessages } from './messages.ts';
import {
  AIX_FORK_RETRY,
  AIX_KILL_DEFAULTS,
  type AixKillRule,
  type AixProcess,
  aixAction,
  aixThresholds,
  aixVictim,
  takesSlotAt,
} from './pagingSpace.ts';

const process = (pid: number, more: Partial<AixProcess> = {}): AixProcess => ({
  pid,
  uid: 200,
  startTick: pid,
  isKproc: false,
  handlesSigdanger: false,
  isEarly: false,
  pagingSpacePages: 1000 - pid,
  ...more,
});
const victim = (processes: AixProcess[], change: Partial<AixKillRule> = {}) =>
  aixVictim(processes, { ...AIX_KILL_DEFAULTS, ...change })?.pid ?? null;

describe('paging space of AIX', () => {
  const marks = aixThresholds(131_072);

  it('[AIX-1] levels follow from the size', () => {
    expect(marks).toEqual({ npskill: 1024, npswarn: 4096 });
    expect(aixThresholds(4096)).toEqual({ npskill: 64, npswarn: 512 });
  });
  it('[AIX-2] warns once on the way down', () => {
    expect(aixAction(4096, 4095, marks)).toBe('warn');
    expect(aixAction(4095, 4000, marks)).toBe('none');
    expect(aixAction(4095, 4200, marks)).toBe('none');
  });
  it('[AIX-3] kills while below npskill', () => {
    expect([aixAction(1100, 1023, marks), aixAction(1000, 1010, marks), aixAction(1000, 1024, marks)]).toEqual([
      'kill',
      'kill',
      'none',
    ]);
  });
  it('[AIX-4] spares kernel processes, early allocators, handlers of SIGDANGER and low uids', () => {
    const spared = [
      process(5, { isKproc: true }),
      process(6, { isEarly: true }),
      process(7, { handlesSigdanger: true }),
    ];
    expect(victim([process(2), ...spared])).toBe(2);
    expect(victim(spared)).toBeNull();
    expect(victim([process(2), process(3, { uid: 0 })], { nokilluid: 1 })).toBe(2);
  });
  it('[AIX-5] takes the youngest, or the biggest user of paging space', () => {
    expect(victim([process(2), process(9), process(4)])).toBe(9);
    expect(victim([process(2), process(9), process(4)], { order: 'largest' })).toBe(2);
    expect(victim([process(9, { startTick: 5 }), process(3, { startTick: 5 })])).toBe(9);
  });
  it('[AIX-6] low_ps_handling 2 ends the protection of handlers when nobody else is left', () => {
    const handlers = [process(7, { handlesSigdanger: true }), process(8, { handlesSigdanger: true })];
    expect(victim(handlers, { lowPsHandling: 2 })).toBe(8);
    expect(victim([process(2), ...handlers], { lowPsHandling: 2 })).toBe(2);
  });
  it('[AIX-7] takes a slot at touch, page-out or allocation', () => {
    expect([takesSlotAt('late'), takesSlotAt('deferred'), takesSlotAt('early')]).toEqual([
      'first touch',
      'page-out',
      'allocation',
    ]);
  });
  it('[AIX-8] tries a fork five times in half a second', () => {
    expect(AIX_FORK_RETRY.tries * AIX_FORK_RETRY.intervalMs).toBe(500);
  });
  it('[MSG-2] the error log names the program and its paging space', () => {
    const lines = aixKillMessages({ pid: 13_550, name: 'db', uid: 1 }, 4096);
    expect(lines).toContain('Probable Causes: SYSTEM RUNNING OUT OF PAGING SPACE');
    expect(lines.at(-1)).toBe("PROGRAM'S PAGING SPACE USE IN 1KB BLOCKS 4096");
  });
});
