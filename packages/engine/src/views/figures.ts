const NARROW_NBSP = '\u202f';

/** A whole number as people read it: "12 345" with narrow no-break spaces, a real minus sign. */
export function figures(n: number): string {
  const digits = String(Math.abs(Math.trunc(n))).replace(/\B(?=(\d{3})+$)/g, NARROW_NBSP);
  return n < 0 ? `−${digits}` : digits;
}

/** "1 page", "2 560 pages". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${figures(n)} ${n === 1 ? one : many}`;
}
