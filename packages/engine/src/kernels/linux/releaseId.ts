/** Which releases of Linux can be named by their number, and what a listed id stands for. SPEC [ERA-3] */

/** Listed ids that stand for another release than their number says. */
const ALIASES: Record<string, string> = { 'linux-2.4': '2.4.20', 'linux-3.10': '3.10.65' };

/** The last release of each series by two numbers that has three, and of each by one number that has two. */
const LAST_OF_SERIES = { '2.4': 37, '2.6': 39, '3': 19, '4': 20, '5': 19, '6': 12 };
/** Stable releases of one kernel, more than any has had. */
const MOST_STABLE = 999;

/** For a person: which numbers are taken. */
export const LINUX_RELEASES =
  `Linux by number is linux-2.4.0 to linux-2.4.${LAST_OF_SERIES['2.4']}, linux-2.6.0 to linux-2.6.${LAST_OF_SERIES['2.6']}, ` +
  `or linux-3.0 to linux-6.${LAST_OF_SERIES['6']}, where a third number may follow, such as linux-5.15.85`;

function lastOf(series: string): number {
  return (LAST_OF_SERIES as Record<string, number>)[series] ?? -1;
}

/** The release that an id means, such as `2.4.20`; null = it names no release of Linux that is known here. */
export function linuxReleaseOf(id: string): string | null {
  if (Object.hasOwn(ALIASES, id)) return ALIASES[id] as string;
  const [, release] = /^linux-((?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){1,2})$/.exec(id) ?? [];
  if (release === undefined) return null;
  const [major = 0, minor = 0, third] = release.split('.').map(Number);
  if (major === 2) return third !== undefined && third <= lastOf(`2.${minor}`) ? release : null;
  const isKnown = minor <= lastOf(String(major)) && (third ?? 0) <= MOST_STABLE;
  return isKnown ? release : null;
}
