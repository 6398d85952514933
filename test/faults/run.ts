/**
 * `npm run faults -- --rounds 40 [--only node,postgres]`: kills, stalls, stops and fills up the server under load, and proves
 * from outside that nothing acknowledged is lost, invented or doubled.
 */
import { parseArgs } from 'node:util';
import { runCampaign, summary } from './campaign.ts';
import { FAULTS, type FaultName } from './faults.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '16' },
    only: { type: 'string', default: '' },
    machines: { type: 'string', default: '3' },
    people: { type: 'string', default: '12' },
  },
});
const known = Object.keys(FAULTS) as FaultName[];
const chosen = values.only === '' ? known : known.filter((name) => values.only.split(',').includes(name));
if (chosen.length === 0) throw new Error(`--only takes ${known.join(', ')}`);
const rounds = Number(values.rounds);
const faults = Array.from({ length: rounds }, (_, i) => chosen[i % chosen.length] as FaultName);

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const found = await runCampaign({ faults, say, machines: Number(values.machines), people: Number(values.people) });
for (const kind of ['lost', 'invented', 'doubled'] as const) for (const one of found[kind]) say(`${kind}: ${one}`);
say(`${rounds} rounds: ${summary(found)}`);
process.exitCode = found.lost.length + found.invented.length + found.doubled.length === 0 ? 0 : 1;
