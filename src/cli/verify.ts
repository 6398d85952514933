import { parseArgs } from 'node:util';
import { describeProblem, verifyLog } from '@overcommit/protocol';
import { readText } from './files.ts';
import { say } from './say.ts';
import { UsageError } from './usage.ts';

/** `overcommit verify`: 0 and what was checked, or 1 and the first thing that is wrong. */
export function verify(args: string[]): number {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('verify: give one LOG');
  const verdict = verifyLog(readText(path));
  if (!verdict.ok) {
    say(describeProblem(verdict.problem));
    return 1;
  }
  say(`ok: ${verdict.seq} entries, chain ${verdict.hash}, digest ${verdict.digest}`);
  return 0;
}
