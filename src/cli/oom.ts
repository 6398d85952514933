import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type ReadText, type Report, readText, toWire, withoutNames } from '@overcommit/oom-report';
import type { OomReports } from '@overcommit/protocol';
import { listText, reportText } from './oom/text.ts';
import { say } from './say.ts';
import { InputError, UsageError } from './usage.ts';

const STDIN = 0;
/** Reports that are told in full; of more, the list only. */
const MOST_TOLD = 3;

/** `overcommit oom FILE|-`: explains the OOM reports of a text. 1 = nothing was understood. */
export function oom(args: string[]): number {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      killed: { type: 'string' },
      event: { type: 'string' },
      'hide-names': { type: 'boolean' },
    },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('oom: give one FILE, or - for standard input');

  const read = readText(readInput(path));
  const all = values['hide-names'] ? withoutNames(read.reports) : read.reports;
  if (values.event !== undefined && !/^[1-9]\d{0,6}$/.test(values.event))
    throw new UsageError(`--event: expected the number of an event in the list, found ${values.event}`);
  const named = values.killed === undefined ? all : all.filter((report) => isKilled(report, values.killed as string));
  const shown = values.event === undefined ? named : named.slice(Number(values.event) - 1, Number(values.event));
  if (values.json) {
    const reports: OomReports = { reports: shown.map(toWire) };
    console.log(JSON.stringify(reports));
  }
  if (all.length === 0) return notUnderstood(path, read);
  if (shown.length === 0) {
    console.error(`${path}: of ${all.length} events, none is the one asked for`);
    return 1;
  }
  if (!values.json) tell(shown, all);
  return 0;
}

function readInput(path: string): string {
  try {
    return readFileSync(path === '-' ? STDIN : path, 'utf8');
  } catch (error) {
    throw new InputError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isKilled({ victim, alsoKilled, other }: Report, name: string): boolean {
  const names = [victim?.name, ...alsoKilled.map((one) => one.name), ...other.map(({ what }) => what)];
  return names.some((one) => one?.includes(name));
}

function tell(shown: readonly Report[], all: readonly Report[]): void {
  if (shown.length > 1) say(`${listText(shown)}\n`);
  if (shown.length > MOST_TOLD)
    say('Choose one of them with --event N, or those of a name with --killed NAME, to have it explained.');
  else for (const report of shown) say(reportText(report, all.slice(0, all.indexOf(report))));
}

/** What was looked at, and what was expected. */
function notUnderstood(path: string, { lineCount, firstLines }: ReadText): number {
  console.error(`${path}: none of ${lineCount} lines is of an OOM report`);
  for (const { number, text } of firstLines) console.error(`  line ${number}: ${text.replace(/\p{Cc}/gu, '\ufffd')}`);
  console.error(
    'Expected, for instance: “java invoked oom-killer: gfp_mask=…” or “Killed process 123 (java) …”, as dmesg prints them.',
  );
  return 1;
}
