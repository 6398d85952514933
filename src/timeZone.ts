/** Wall time in a named time zone, by the zone data of the platform (`Intl`). */

/** A wall time as a form has it: `2026-11-30T18:00`. */
export type WallTime = string;

const WALL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A formatter is slow to make and can be used again. */
const formats = new Map<string, Intl.DateTimeFormat>();

function wallFormat(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const digits = '2-digit' as const;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: digits,
    day: digits,
    hour: digits,
    minute: digits,
  });
  formats.set(timeZone, made);
  return made;
}

/** @throws RangeError for an unknown zone */
export function wallTimeIn(timeZone: string, at: Date): WallTime {
  const parts = wallFormat(timeZone).formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/**
 * The instant of a wall time; null if it is not one. A wall time that a change of the clocks leaves out is as far after
 * the change as it is written after it; of one that comes twice the first counts.
 */
export function instantIn(timeZone: string, wall: WallTime): Date | null {
  const asUtc = WALL.test(wall) ? Date.parse(`${wall}:00Z`) : Number.NaN;
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 16) !== wall) return null;
  const offsets = [asUtc - DAY_MS, asUtc + DAY_MS].map((around) => offsetMs(timeZone, around));
  const found = offsets.map((offset) => asUtc - offset).filter((at) => offsetMs(timeZone, at) === asUtc - at);
  const [before = 0] = offsets;
  return new Date(found.length > 0 ? Math.min(...found) : asUtc - before);
}

const DAY_MS = 86_400_000;

function offsetMs(timeZone: string, at: number): number {
  const minute = Math.floor(at / 60_000) * 60_000;
  return Date.parse(`${wallTimeIn(timeZone, new Date(minute))}:00Z`) - minute;
}

/** "Mon 30 Nov 2026, 18:00 CET": a date for everybody, with the zone in it. */
export function zonedWords(timeZone: string, at: Date): string {
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(at);
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);
  return `${day.replace(',', '')}, ${time}`;
}
