import { parseArgs } from 'node:util';
import { digest, rerun } from '@overcommit/engine';
import { fatesOf, fateTable } from './logs/fates.ts';
import { readLog } from './logs/readLog.ts';
import { readSpecFlags, requireKnownSettings } from './options.ts';
import { UsageError } from './usage.ts';

/** `overcommit rerun`: a log's commands under other conditions, and what became of whom. */
export function rerunLog(args: string[]): number {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      policy: { type: 'string' },
      set: { type: 'string', multiple: true },
      ram: { type: 'string' },
      swap: { type: 'string' },
      compare: { type: 'boolean' },
    },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('rerun: give one LOG');
  const variation = readSpecFlags(values);
  const { header, entries } = readLog(path);
  const { spec } = header.machine;
  requireKnownSettings({ ...spec, policy: variation.policy ?? spec.policy }, variation);
  const { machine, entries: anew } = rerun(spec, entries, variation);
  const columns = [{ title: titleOf(machine.spec.policy, values), fates: fatesOf(anew) }];
  if (values.compare) columns.unshift({ title: `as recorded (${spec.policy})`, fates: fatesOf(entries) });
  console.log(fateTable(columns));
  console.log(`seq ${machine.seq} digest ${digest(machine)}`);
  return 0;
}

function titleOf(policy: string, { ram, swap, set }: { ram?: string; swap?: string; set?: string[] }): string {
  return [policy, ram && `ram ${ram}`, swap && `swap ${swap}`, ...(set ?? [])].filter(Boolean).join(', ');
}
