/**
 * `npm run record -- DIR [--scripts FROM] [--count N] [--seed S] [--lines N]`: has a real Linux carry scripts out and keeps
 * what it did in DIR, for `npm run conformance -- DIR`. Scripts are those in FROM, or N drawn ones (20) from seed S (1). What
 * is in DIR already stays, so that a recording that was broken off goes on.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type MachineSpec, printCommand, printSize } from '@overcommit/engine';
import fc from 'fast-check';
import { toScenario } from '../../src/cli/real/scenario.ts';
import { readSource } from '../../src/cli/real/steps.ts';
import { carryOut, endOf, planned } from '../../src/cli/real.ts';
import { scriptDrafts } from '../properties/draft.ts';
import { drawEntries } from '../properties/play.ts';

const TIMEOUT_MS = 300_000;
const LEAST_RAM_KB = 96 * 1024;
const USAGE = 'usage: npm run record -- DIR [--scripts FROM] [--count N] [--seed S] [--lines N]';

/** A drawn script for the recording kernel, without what a real one cannot do. */
function draw(seed: number, lines: number): string {
  const [draft] = fc.sample(scriptDrafts(lines), { seed, numRuns: 1 });
  if (!draft) throw new Error('nothing was drawn');
  const spec: MachineSpec = {
    ...draft.spec,
    policy: 'linux-6.1',
    settings: {},
    memKb: Math.max(draft.spec.memKb, LEAST_RAM_KB),
  };
  const { entries } = drawEntries({ ...draft, spec }, () => []);
  const steps = entries.flatMap(({ command }, i) => {
    const step = { line: i + 1, text: '', command };
    const plan = toScenario([step], spec.swapKb);
    const isReal = plan.ok && plan.scenario.steps.length > 0 && command.verb !== 'swapon';
    return isReal ? [{ ...step, text: printCommand(command) }] : [];
  });
  const known = toScenario(steps, spec.swapKb);
  if (!known.ok) throw new Error(known.refusals[0]?.why);
  const heads = [
    `#mem ${printSize(spec.memKb * 1024)}`,
    ...(spec.swapKb > 0 ? [`#swap ${printSize(spec.swapKb * 1024)}`] : []),
  ];
  return `${[...heads, ...known.scenario.steps.map(({ text }) => text)].join('\n')}\n`;
}

async function record(dir: string, name: string): Promise<void> {
  const script = join(dir, `${name}.txt`);
  const source = readSource(script);
  const guest = await carryOut(planned(script, source), { memKb: source.spec.memKb, timeoutMs: TIMEOUT_MS });
  if (!guest.isWhole) {
    console.log(`${name}: ${endOf(guest)}; not kept`);
    return;
  }
  const lines = [...guest.steps.map((step) => JSON.stringify(step)), '{"end":true}'];
  writeFileSync(join(dir, `${name}.jsonl`), `${lines.join('\n')}\n`);
  console.log(`${name}: ${guest.steps.length - 1} steps`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      scripts: { type: 'string' },
      count: { type: 'string' },
      seed: { type: 'string' },
      lines: { type: 'string' },
    },
  });
  const [dir, ...more] = positionals;
  const [count, seed, lines] = [Number(values.count ?? 20), Number(values.seed ?? 1), Number(values.lines ?? 60)];
  if (dir === undefined || more.length > 0 || ![count, seed, lines].every(Number.isSafeInteger)) throw new Error(USAGE);
  mkdirSync(dir, { recursive: true });
  const from = values.scripts;
  const scripts: [string, string][] = from
    ? readdirSync(from)
        .filter((file) => file.endsWith('.txt'))
        .map((file) => [file.slice(0, -'.txt'.length), readFileSync(join(from, file), 'utf8')])
    : Array.from({ length: count }, (_, i) => [`drawn-${seed + i}`, draw(seed + i, lines)]);
  for (const [name, text] of scripts) {
    if (existsSync(join(dir, `${name}.jsonl`))) continue;
    writeFileSync(join(dir, `${name}.txt`), text);
    try {
      await record(dir, name);
    } catch (error) {
      console.log(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
