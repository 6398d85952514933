/** Dates as the reader's own clock shows them. Only used after data has come to the browser, so that server and browser never disagree. */

const DAY_MS = 86_400_000;

const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const withYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** "Mon 2 Nov, 10:15", with the year where it is far away. */
export function dateWords(date: Date, now: Date): string {
  const isFar = Math.abs(date.getTime() - now.getTime()) > 300 * DAY_MS;
  return isFar ? withYear.format(date) : dayAndTime.format(date);
}

/** "in 3 days", "in 5 hours", "2 days ago". */
export function fromNow(date: Date, now: Date): string {
  const ms = date.getTime() - now.getTime();
  const hours = Math.round(Math.abs(ms) / 3_600_000);
  const amount =
    hours < 1
      ? 'less than an hour'
      : hours < 48
        ? `${hours} ${hours === 1 ? 'hour' : 'hours'}`
        : `${Math.round(hours / 24)} days`;
  return ms >= 0 ? `in ${amount}` : `${amount} ago`;
}
