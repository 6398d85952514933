import { figures } from '@overcommit/reading';

const NBSP = '\u00a0';
const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

/** Bytes as disks and databases count them: "0.4 kB", "12.3 MB". */
export function bytes(n: number): string {
  let amount = n / 1000;
  let unit = 0;
  for (; amount >= 1000 && unit < UNITS.length - 1; unit++) amount /= 1000;
  const text = amount < 100 ? amount.toFixed(1) : figures(Math.round(amount));
  return `${text}${NBSP}${UNITS[unit]}`;
}

/** Seconds as "3 days", "5 hours", "12 minutes". */
export function uptime(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return `${minutes}${NBSP}${minutes === 1 ? 'minute' : 'minutes'}`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours}${NBSP}hours` : `${Math.floor(hours / 24)}${NBSP}days`;
}
