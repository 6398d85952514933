/** Figures as people read them. A page is 4 KiB on every simulated kernel. */
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

/** A figure is not parted from its unit at a line's end. */
const NBSP = '\u00a0';

/** Pages as MiB with one decimal, without the unit. */
export const mibFigure = (pages: number): string => {
  const tenths = Math.round((Math.abs(pages) * 10) / 256);
  return `${pages < 0 && tenths > 0 ? '−' : ''}${figures(Math.trunc(tenths / 10))}.${tenths % 10}`;
};

/** Pages as "80.1 MiB". */
export const mib = (pages: number): string => `${mibFigure(pages)}${NBSP}MiB`;

/** The same, rounded up: no less than these pages. */
export const mibUp = (pages: number): string => {
  const tenths = Math.ceil((pages * 10) / 256);
  return `${figures(Math.trunc(tenths / 10))}.${tenths % 10}${NBSP}MiB`;
};

/** Pages as exact "82 024 kB", for tooltips. */
export const kb = (pages: number): string => `${figures(pages * 4)}${NBSP}kB`;

/** "#1 204". */
export const entryNumber = (seq: number): string => `#${figures(seq)}`;

/** 1st, 2nd, 3rd, 11th. */
export const ordinal = (n: number): string => {
  const teen = n % 100 >= 11 && n % 100 <= 13;
  return `${n}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`;
};

/** Share of a whole as a CSS percentage, 0–100. */
export const percent = (part: number, whole: number): string =>
  `${whole > 0 ? Math.max(0, Math.min(100, (part / whole) * 100)) : 0}%`;
