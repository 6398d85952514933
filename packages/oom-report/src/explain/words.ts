const NBSP = '\u00a0';
const NARROW_NBSP = '\u202f';

/** "12 345" with narrow no-break spaces, a real minus sign. */
export function figures(n: number): string {
  const digits = String(Math.abs(Math.trunc(n))).replace(/\B(?=(\d{3})+$)/g, NARROW_NBSP);
  return n < 0 ? `−${digits}` : digits;
}

/** kB as people read them: "900 kB", "612 MiB", "19.7 GiB". */
export function size(kb: number): string {
  const sign = kb < 0 ? '−' : '';
  const whole = Math.abs(kb);
  if (whole < 1024) return `${sign}${figures(whole)}${NBSP}kB`;
  if (whole < 1024 * 1024) return `${sign}${tenths(whole / 1024)}${NBSP}MiB`;
  return `${sign}${tenths(whole / 1024 / 1024)}${NBSP}GiB`;
}

function tenths(n: number): string {
  if (n >= 100) return figures(Math.round(n));
  const rounded = Math.round(n * 10);
  return rounded % 10 === 0 ? figures(rounded / 10) : `${figures(Math.trunc(rounded / 10))}.${rounded % 10}`;
}

/** "1 process", "12 processes". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${figures(n)} ${n === 1 ? one : many}`;
}

/** "mysqld (6576)". */
export function named({ name, pid }: { name: string; pid: number }): string {
  return `${name === '' ? 'process' : name} (${pid})`;
}

/** A whole percentage; "less than 1 %" for what is not nothing. */
export function percent(part: number, whole: number): string {
  const share = whole > 0 ? (part / whole) * 100 : 0;
  return share > 0 && share < 1 ? `less than 1${NBSP}%` : `${Math.round(share)}${NBSP}%`;
}
