/** Dates in the reader's own time zone. Used only after data has come to the browser, so that server and browser never differ. */

const DAY_MS = 86_400_000;

const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const withYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** "Mon 2 Nov, 10:15", with the year when it is far away. */
export function dateWords(date: Date, now: Date): string {
  const isFar = Math.abs(date.getTime() - now.getTime()) > 300 * DAY_MS;
  return isFar ? withYear.format(date) : dayAndTime.format(date);
}

const HOUR_MS = 3_600_000;
/** The units of a duration: used from this many hours on, and the hours of one unit. */
const UNITS = [
  { from: 730 * 24, hours: 365.25 * 24, word: 'years' },
  { from: 60 * 24, hours: 30.44 * 24, word: 'months' },
  { from: 48, hours: 24, word: 'days' },
  { from: 1.5, hours: 1, word: 'hours' },
] as const;

/** "in 3 days", "in 5 hours", "2 months ago". */
export function fromNow(date: Date, now: Date): string {
  const ms = date.getTime() - now.getTime();
  const amount = amountWords(Math.abs(ms) / HOUR_MS);
  return ms >= 0 ? `in ${amount}` : `${amount} ago`;
}

function amountWords(hours: number): string {
  const unit = UNITS.find(({ from }) => hours >= from);
  if (unit) return `${Math.round(hours / unit.hours)} ${unit.word}`;
  return hours < 0.5 ? 'less than an hour' : '1 hour';
}
