import { describe, expect, it } from 'vitest';
import { instantIn, isTimeZone, wallTimeIn, zonedWords } from './timeZone.ts';

const BERLIN = 'Europe/Berlin';

describe('time zones', () => {
  it.each([
    [BERLIN, '2026-11-30T18:00', '2026-11-30T17:00:00.000Z'],
    [BERLIN, '2026-07-01T18:00', '2026-07-01T16:00:00.000Z'],
    ['UTC', '2026-07-01T18:00', '2026-07-01T18:00:00.000Z'],
    ['America/New_York', '2026-11-30T23:59', '2026-12-01T04:59:00.000Z'],
    ['Asia/Kathmandu', '2026-11-30T00:00', '2026-11-29T18:15:00.000Z'],
    // The clocks go forward at 02:00 and back at 03:00.
    [BERLIN, '2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
    [BERLIN, '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    [BERLIN, '2026-10-25T03:30', '2026-10-25T02:30:00.000Z'],
  ])('in %s %s is %s', (zone, wall, iso) => {
    expect(instantIn(zone, wall)?.toISOString()).toBe(iso);
  });

  it('goes there and back at any hour of a year', () => {
    for (const zone of [BERLIN, 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kolkata'])
      for (let hour = 0; hour < 366 * 24; hour += 5) {
        const at = new Date(Date.UTC(2026, 0, 1, hour));
        const wall = wallTimeIn(zone, at);
        const back = instantIn(zone, wall) as Date;
        expect(wallTimeIn(zone, back)).toBe(wall);
        expect(back.getTime()).toBeLessThanOrEqual(at.getTime());
      }
  });

  it('refuses what is no wall time or no zone', () => {
    for (const wall of ['', 'tomorrow', '2026-02-30T10:00', '2026-13-01T10:00', '2026-01-01T25:00'])
      expect(instantIn(BERLIN, wall)).toBeNull();
    expect(isTimeZone(BERLIN)).toBe(true);
    expect(isTimeZone('Europe/Atlantis')).toBe(false);
  });

  it('says the zone with the date', () => {
    expect(zonedWords(BERLIN, new Date('2026-11-30T17:00:00Z'))).toBe('Mon 30 Nov 2026, 18:00 CET');
  });
});
