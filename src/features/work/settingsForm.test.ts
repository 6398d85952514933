import { describe, expect, it } from 'vitest';
import { formOf, readForm, type SettingsForm } from './settingsForm.ts';

const settings = {
  title: 'Week 4',
  timeZone: 'Europe/Berlin',
  opensAt: null,
  dueAt: new Date('2026-11-30T17:00:00Z'),
  closesAt: new Date('2026-12-02T17:00:00Z'),
  lateRule: { percent: 10, per: 'hour' as const, capPercent: 30, graceMinutes: 0 },
  attempts: 2,
  regradeDays: null,
  policy: 'linux-5.15' as const,
  settings: { 'vm/overcommit_memory': '2' },
  memKb: 262_144,
  swapKb: null,
  seedRule: 'group' as const,
};

describe('the form of an assignment', () => {
  it('shows dates in the zone of the assignment, and reads back what it shows', () => {
    const form = formOf(settings);
    expect(form).toMatchObject({ dueAt: '2026-11-30T18:00', memMib: '256', settings: 'vm/overcommit_memory = 2' });
    expect(readForm(form, settings)).toEqual({ ok: true, settings });
  });

  it.each([
    [{ title: ' ' }, 'title', 'It needs a title.'],
    [{ timeZone: 'Mars' }, 'timeZone', 'This is not the name of a time zone, such as Europe/Berlin.'],
    [{ opensAt: '2026-12-01T00:00' }, 'dueAt', 'It must be due after it opens.'],
    [{ closesAt: '2026-11-01T00:00' }, 'closesAt', 'It must not close before it is due.'],
    [{ dueAt: '' }, 'closesAt', 'Only an assignment with a due date can close later.'],
    [{ dueAt: '2026-02-31T10:00' }, 'dueAt', 'This is no date.'],
    [{ latePercent: '101' }, 'latePercent', 'At most 100.'],
    [{ attempts: 'two' }, 'attempts', 'A whole number, please.'],
    [{ settings: 'vm/a = 1\nnonsense' }, 'settings', 'Line 2: write it as name = value.'],
  ] as [Partial<SettingsForm>, keyof SettingsForm, string][])('%j: a sentence at %s', (change, field, sentence) => {
    const read = readForm({ ...formOf(settings), ...change }, settings);
    expect(read.ok ? {} : read.problems).toMatchObject({ [field]: sentence });
  });

  it('a date that is not touched stays the same to the second; in another zone it is another instant', () => {
    const exact = { ...settings, dueAt: new Date('2026-11-30T17:00:31.250Z') };
    expect(readForm(formOf(exact), exact)).toEqual({ ok: true, settings: exact });
    const moved = readForm({ ...formOf(exact), timeZone: 'UTC' }, exact);
    expect(moved.ok && moved.settings.dueAt).toEqual(new Date('2026-11-30T18:00:00Z'));
  });

  it('a kernel that is not known is named', () => {
    const read = readForm({ ...formOf(settings), policy: 'linux-9.9' }, settings);
    expect(read.ok ? '' : read.problems.policy).toContain('linux-9.9');
  });
});
