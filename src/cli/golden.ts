/** `npm run golden -- [--record]`: verifies the golden logs, or runs their scripts again and writes them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { POLICY_IDS, type PolicyId } from '@overcommit/engine';
import { describeProblem, verifyLog } from '@overcommit/protocol';
import { verdictWords } from '@overcommit/reading';
import { scenarioName } from './files.ts';
import { logOfScript } from './logs/writeLog.ts';
import { readScript } from './run.ts';

const DIR = 'test/golden';
const isRecording = process.argv.includes('--record');

/** Runs a script, where asked, and says whether its log verifies. `policy`: another kernel than the script names. */
function check(script: string, log: string, policy?: PolicyId): void {
  if (isRecording) {
    const { spec, steps } = readScript(script, { settings: {}, ...(policy ? { policy } : {}) });
    writeFileSync(log, logOfScript(scenarioName(log), spec, steps));
  }
  const verdict = verifyLog(readFileSync(log, 'utf8'));
  console.log(
    `${log}: ${verdict.ok === false ? describeProblem(verdict.problem) : `${verdictWords(verdict)}; digest ${verdict.digest}`}`,
  );
  if (verdict.ok !== true) process.exitCode = 1;
}

const scriptsIn = (dir: string): string[] => readdirSync(dir).filter((name) => name.endsWith('.txt'));

for (const file of scriptsIn(DIR)) check(join(DIR, file), join(DIR, `${scenarioName(file)}.ndjson`));
const KERNELS = join(DIR, 'kernels');
for (const file of scriptsIn(KERNELS)) {
  for (const policy of POLICY_IDS) {
    check(join(KERNELS, file), join(KERNELS, `${scenarioName(file)}.${policy}.ndjson`), policy);
  }
}
