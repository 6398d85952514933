import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { scenarioName } from './files.ts';
import { logOfScript } from './logs/writeLog.ts';
import { readSpecFlags } from './options.ts';
import { readScript } from './run.ts';
import { UsageError } from './usage.ts';

/** `overcommit export`: a script's run as an exported log. */
export function exportLog(args: string[]): number {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { policy: { type: 'string' }, set: { type: 'string', multiple: true }, out: { type: 'string' } },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('export: give one SCRIPT');
  const { spec, steps } = readScript(path, readSpecFlags(values));
  const id = scenarioName(path).replace(/[^A-Za-z0-9_.:-]/g, '-');
  const text = logOfScript(id, spec, steps);
  if (values.out === undefined) process.stdout.write(text);
  else writeFileSync(values.out, text);
  return 0;
}
