import { describeProblem, type LogEnd, type LogHeader, parseLog, type WireEntry } from '@overcommit/protocol';
import { readText } from '../files.ts';
import { InputError } from '../usage.ts';

/** Reads an exported log. @throws InputError that names the broken line */
export function readLog(path: string): { header: LogHeader; entries: WireEntry[]; end: LogEnd | null } {
  const log = parseLog(readText(path));
  if (!log.ok) throw new InputError(`${path}: ${describeProblem(log.problem)}`);
  return log;
}
