import { parseArgs } from 'node:util';
import { applyEntry, boot, digest, type Machine } from '@overcommit/engine';
import type { WireEntry } from '@overcommit/protocol';
import { readLog } from './logs/readLog.ts';
import { readMachine } from './run/stepRecord.ts';
import { processesText } from './run/stepTable.ts';
import { say } from './say.ts';
import { InputError, UsageError } from './usage.ts';

/** `overcommit replay`: folds a log and ends with `seq N digest HEX`. 1 if it does not fold to the digest it states. */
export function replayLog(args: string[]): number {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { at: { type: 'string' } } });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('replay: give one LOG');
  if (values.at !== undefined && !/^\d{1,15}$/.test(values.at))
    throw new UsageError(`--at: expected an entry's number, found ${values.at}`);

  const { header, entries, end } = readLog(path);
  const to = values.at === undefined ? entries.length : Number(values.at);
  if (to > entries.length) throw new InputError(`${path}: there is no entry ${to}, the last is ${entries.length}`);
  const machine = boot(header.machine.spec);
  for (const entry of entries.slice(0, to)) fold(machine, entry, path);

  const found = digest(machine);
  const record = { step: to, op: '', result: 'ok', pages: 0, died: [], kmsg: [], ...readMachine(machine) };
  say(`${header.machine.id} · ${header.machine.policy} · tick ${machine.tick}\n${processesText(record)}`);
  say(`seq ${machine.seq} digest ${found}`);
  if (end === null || to < entries.length || end.digest === found) return 0;
  console.error(`${path}: the end line states digest ${end.digest}`);
  return 1;
}

function fold(machine: Machine, entry: WireEntry, path: string): void {
  try {
    applyEntry(machine, entry);
  } catch (error) {
    throw new InputError(`${path}: entry ${entry.seq}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
