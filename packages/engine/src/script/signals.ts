/** Linux x86-64 signal numbers, and AIX's warning signal. */
const SIGNALS: readonly (readonly [string, number])[] = [
  ['HUP', 1],
  ['INT', 2],
  ['QUIT', 3],
  ['ILL', 4],
  ['TRAP', 5],
  ['ABRT', 6],
  ['BUS', 7],
  ['FPE', 8],
  ['KILL', 9],
  ['USR1', 10],
  ['SEGV', 11],
  ['USR2', 12],
  ['PIPE', 13],
  ['ALRM', 14],
  ['TERM', 15],
  ['STKFLT', 16],
  ['CHLD', 17],
  ['CONT', 18],
  ['STOP', 19],
  ['TSTP', 20],
  ['TTIN', 21],
  ['TTOU', 22],
  ['URG', 23],
  ['XCPU', 24],
  ['XFSZ', 25],
  ['VTALRM', 26],
  ['PROF', 27],
  ['WINCH', 28],
  ['IO', 29],
  ['PWR', 30],
  ['SYS', 31],
  ['DANGER', 33],
];

export const SIGNAL_NAMES: readonly string[] = SIGNALS.map(([name]) => `SIG${name}`);
const NUMBER_OF = new Map(SIGNALS);
const NAME_OF = new Map(SIGNALS.map(([name, number]) => [number, name]));
export const MAX_SIGNAL = 64;

/** Number of `9`, `KILL` or `SIGKILL`; null for an unknown signal. */
export function parseSignal(text: string): number | null {
  if (/^\d{1,2}$/.test(text)) return Number(text) <= MAX_SIGNAL ? Number(text) : null;
  return NUMBER_OF.get(text.toUpperCase().replace(/^SIG/, '')) ?? null;
}

/** `SIGKILL` for 9; the number where it has no name. */
export function printSignal(signal: number): string {
  const name = NAME_OF.get(signal);
  return name === undefined ? String(signal) : `SIG${name}`;
}
