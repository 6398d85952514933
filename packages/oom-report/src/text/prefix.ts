/** What stands before the kernel's message on a line: quotes, levels, times, hosts, callers. */

export type Stripped = {
  message: string;
  /** The time as printed; null = none. */
  stamp: string | null;
  /** Seconds since boot, where printed. */
  seconds: number | null;
  /** The thread or CPU that printed it: `T1778`, `C0`. */
  caller: string | null;
  /** A time, a level or a tag stood before the message: it begins a line of the log. */
  isPrefixed: boolean;
};

type Prefix = {
  /** The line must hold it; saves the pattern for most lines. */ needs?: string;
  at: RegExp;
  kind: 'stamp' | 'seconds' | 'caller' | 'tag' | 'quote';
};

const MONTH = '\\p{L}{2,5}\\.?';
const CLOCK = '\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?';
const ZONE = '(?:Z|[+-]\\d\\d:?\\d\\d| UTC| GMT)?';

/** Tried in this order until none fits. Each is anchored and bounded. */
const PREFIXES: readonly Prefix[] = [
  { kind: 'quote', at: /^[>|](?=[\s>|[]|$)\s?/ },
  { kind: 'tag', at: /^<\d{1,3}>\s?/ },
  // RFC 5424: the version after the level.
  { kind: 'tag', needs: '1 ', at: /^1 (?=\d{4}-\d\d-)/ },
  // /dev/kmsg: level, number, microseconds, flags.
  { kind: 'seconds', at: /^\d{1,3},\d+,(?<micros>\d+),[-cC+](?:,[^;\s]{0,60})?;\s?/ },
  // dmesg -x
  {
    kind: 'tag',
    at: /^(?:kern|user|mail|daemon|auth|syslog|local\d)\s*:\s*(?:emerg|alert|crit|err|warn|notice|info|debug)\s*:\s*/,
  },
  // Seconds since boot: dmesg, with the variants of phones; dmesg -d adds a difference.
  { kind: 'seconds', at: /^\[\s{0,9}(?<seconds>\d{1,9}\.\d{1,9})(?:[@,]\d+| \/[^\]]{0,40}|\s*<\s*[\d.]+>)?\]\s?/ },
  { kind: 'tag', at: /^\[\s*[+<]\s*\d+\.\d+>?\]\s?/ },
  { kind: 'caller', at: /^\[\s{0,9}(?<caller>[TC]\d{1,9})\]\s?/ },
  // dmesg -T and dmesg -e, in any language.
  { kind: 'stamp', at: /^\[(?<stamp>[^\]\n]{0,40}?\d\d:\d\d(?::\d\d)?[^\]\n]{0,30})\]\s?/ },
  // Phones: logcat; the process that printed.
  {
    kind: 'stamp',
    at: /^(?<stamp>\d\d-\d\d \d\d:\d\d:\d\d\.\d{3})\s+(?:[a-z]\w*\s+)?\d+\s+\d+\s+[VDIWEF]\s+(?:kernel\s*:\s)?/,
  },
  { kind: 'tag', at: /^[VDIWEF]\/(?:KERNEL|kernel)\s{0,4}\(\s{0,6}\d+\):\s/ },
  { kind: 'tag', at: /^\(\d\)\[\d+:[^\]]{1,24}\]\s?/ },
  // ISO 8601, as rsyslog, journalctl -o short-iso and containers print it.
  {
    kind: 'stamp',
    at: new RegExp(
      `^(?<stamp>(?:\\p{L}{2,4}\\.? )?\\d{4}[-/]\\d\\d[-/]\\d\\d[T ]${CLOCK}${ZONE}(?: [A-Z]{3,5})?)[\\s,]*`,
      'u',
    ),
  },
  // syslog, in any language: `Mar  8 11:35:04`, `8. mars 11:35:04`, `2023 Mar 8 …`, `Mon Mar  8 …`.
  {
    kind: 'stamp',
    at: new RegExp(
      `^(?<stamp>(?:\\p{L}{2,4}\\.? )?(?:\\d{4} )?${MONTH}\\s+\\d{1,2}(?: \\d{4})?,? ${CLOCK}${ZONE}(?: \\d{4})?)\\s+`,
      'u',
    ),
  },
  { kind: 'stamp', at: new RegExp(`^(?<stamp>\\d{1,2}\\. ?${MONTH} ${CLOCK})\\s+`, 'u') },
  { kind: 'stamp', at: new RegExp(`^(?<stamp>${CLOCK})\\s+(?=<|\\[|\\S*\\s?kernel)`) },
  { kind: 'tag', needs: 'std', at: /^(?:stdout|stderr) [FP] / },
  // A host and the kernel's tag.
  {
    kind: 'tag',
    needs: 'kernel',
    at: /^(?:(?:[^\s:[\]()]{1,80}|\[[\w.-]{1,60}\])\s){0,2}kernel(?:\[\d+\])?(?:\s?:| - - (?:-|\[[^\]]{0,80}\]))\s?/,
  },
  { kind: 'tag', needs: '| ', at: /^[\w.-]{1,60}\s{1,8}\|\s/ },
];
const MOST_PREFIXES = 8;
/** A line that begins with none of these has no prefix; most lines of plain dmesg without times. */
const MAY_BEGIN = /^[<>|[(\d\p{L}]/u;

/** The line without its prefixes. */
export function stripped(line: string): Stripped {
  const found: Stripped = { message: line, stamp: null, seconds: null, caller: null, isPrefixed: false };
  for (let i = 0; i < MOST_PREFIXES; i += 1) {
    const rest = found.message.trimStart();
    if (!MAY_BEGIN.test(rest) || !takeOne(found, rest)) break;
  }
  return found;
}

function takeOne(found: Stripped, text: string): boolean {
  for (const { at, kind, needs } of PREFIXES) {
    if (needs !== undefined && !text.includes(needs)) continue;
    const match = at.exec(text);
    if (match === null || match[0].length === 0) continue;
    const { stamp, seconds, micros, caller } = match.groups ?? {};
    if (stamp !== undefined) found.stamp ??= stamp.trim();
    if (seconds !== undefined) found.seconds = Number(seconds);
    if (micros !== undefined) found.seconds = Number(micros) / 1e6;
    if (caller !== undefined) found.caller = caller;
    found.isPrefixed ||= kind !== 'quote';
    found.message = text.slice(match[0].length);
    return true;
  }
  return false;
}
