import { describe, expect, it } from 'vitest';
import { applyLate, type LateRule, latenessOf } from './lateness.ts';
import { type ExtensionRule, phaseOf, windowOf } from './window.ts';

const day = (n: number, hour = 12) => new Date(Date.UTC(2026, 10, n, hour));
const assignment = { opensAt: day(1), dueAt: day(10), closesAt: day(12), attempts: 2 };
const extension: ExtensionRule = { groupId: null, userId: null, dueAt: null, closesAt: null, attempts: null };

describe('the window', () => {
  it('without a closing time ends when it is due', () => {
    expect(windowOf({ ...assignment, closesAt: null }, [], { teamId: 'g' }).closesAt).toEqual(day(10));
  });

  it('a group’s extension moves due and closes alike, and no other group', () => {
    const list = [{ ...extension, groupId: 'g', dueAt: day(13) }];
    expect(windowOf(assignment, list, { teamId: 'g' })).toMatchObject({ dueAt: day(13), closesAt: day(15) });
    expect(windowOf(assignment, list, { teamId: 'h' })).toEqual(assignment);
  });

  it('a person’s extension is not the group’s, and of both the later counts', () => {
    const list = [
      { ...extension, groupId: 'g', dueAt: day(11) },
      { ...extension, userId: 'ana', dueAt: day(14), attempts: 3 },
    ];
    expect(windowOf(assignment, list, { teamId: 'g' }).dueAt).toEqual(day(11));
    expect(windowOf(assignment, list, { teamId: 'g', userId: 'ana' })).toMatchObject({ dueAt: day(14), attempts: 3 });
    expect(windowOf(assignment, list, { teamId: 'g', userId: 'ben' }).dueAt).toEqual(day(11));
  });

  it('never closes before it is due', () => {
    const list = [{ ...extension, groupId: 'g', dueAt: day(20), closesAt: day(15) }];
    expect(windowOf(assignment, list, { teamId: 'g' }).closesAt).toEqual(day(20));
  });

  it.each([
    [day(1, 11), 'before'],
    [day(1), 'open'],
    [day(10), 'open'],
    [new Date(day(10).getTime() + 1), 'late'],
    [day(12), 'late'],
    [new Date(day(12).getTime() + 1), 'closed'],
  ])('%s is %s', (at, phase) => {
    expect(phaseOf(assignment, at)).toBe(phase);
  });

  it('without a due date it is never late', () => {
    expect(phaseOf({ opensAt: null, dueAt: null, closesAt: null, attempts: null }, day(30))).toBe('open');
  });
});

describe('being late', () => {
  const rule: LateRule = { percent: 10, per: 'day', capPercent: 50, graceMinutes: 15 };
  const after = (minutes: number) => new Date(assignment.dueAt.getTime() + minutes * 60_000);
  it.each([
    [-5, 0, 0],
    [15, 0, 0],
    [16, 1, 10],
    [24 * 60, 1, 10],
    [24 * 60 + 1, 2, 20],
    [30 * 24 * 60, 30, 50],
  ])('%i minutes late: %i units, %i percent', (minutes, units, percent) => {
    expect(latenessOf(assignment, rule, after(minutes))).toMatchObject({ units, percent });
  });
  it('counts started hours where the rule says so', () => {
    expect(latenessOf(assignment, { ...rule, per: 'hour' }, after(61))).toEqual({
      lateMs: 61 * 60_000,
      units: 2,
      percent: 20,
    });
  });
  it('costs nothing without a rule or a due date', () => {
    expect(latenessOf(assignment, null, after(60)).percent).toBe(0);
    expect(latenessOf({ dueAt: null }, rule, after(60))).toEqual({ lateMs: 0, units: 0, percent: 0 });
  });
  it.each([
    [1000, 10, 900],
    [333, 10, 300],
    [5, 10, 5],
    [1, 50, 1],
    [1001, 50, 501],
    [700, 100, 0],
    [0, 30, 0],
  ])('of %i hundredths less %i percent are left %i', (points, percent, left) => {
    expect(applyLate(points, percent)).toBe(left);
  });
});
