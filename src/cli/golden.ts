/** `npm run golden -- [--record]`: verifies the golden logs, or runs their scripts anew and writes them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeProblem, verifyLog } from '@overcommit/protocol';
import { scenarioName } from './files.ts';
import { logOfScript } from './logs/writeLog.ts';
import { readScript } from './run.ts';

const DIR = 'test/golden';
const isRecording = process.argv.includes('--record');

for (const file of readdirSync(DIR).filter((name) => name.endsWith('.txt'))) {
  const name = scenarioName(file);
  const log = join(DIR, `${name}.ndjson`);
  if (isRecording) {
    const { spec, steps } = readScript(join(DIR, file), { settings: {} });
    writeFileSync(log, logOfScript(name, spec, steps));
  }
  const verdict = verifyLog(readFileSync(log, 'utf8'));
  console.log(
    `${name}: ${verdict.ok ? `seq ${verdict.seq} digest ${verdict.digest}` : describeProblem(verdict.problem)}`,
  );
  if (!verdict.ok) process.exitCode = 1;
}
