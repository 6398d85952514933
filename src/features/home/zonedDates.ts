import { zonedWords } from '@/timeZone.ts';
import { fromNow } from './dates.ts';

/** "Mon 30 Nov 2026, 18:00 CET, in 3 days": a date for everybody, whose zone is not the reader's. */
export function dateWithin(timeZone: string, at: Date, now: Date): string {
  return `${zonedWords(timeZone, at)}, ${fromNow(at, now)}`;
}
