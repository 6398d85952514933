import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from './steps.mjs';

/**
 * Runs one vitest project. With `isShown` its output is passed on, otherwise it is kept.
 * @returns {Promise<{passed: number, failed: number, output: string}>} passed and failed of its tests; a file that could not
 * run counts as one failed.
 */
export async function runProject(name, { env = {}, isShown = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'overcommit-vitest-'));
  const report = join(folder, 'report.json');
  const args = [
    'run',
    '--project',
    name,
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  let isGreen = true;
  try {
    const output = await runTool('vitest/vitest.mjs', args, { env, isShown }).catch((error) => {
      isGreen = false;
      return error.message;
    });
    const count = countTests(report);
    // No test failed, but the run did: an error outside any test.
    return { ...count, failed: !isGreen && count.failed === 0 ? 1 : count.failed, output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tests by outcome. A file that failed although none of its tests did (an import, a hook) is one failure. */
function countTests(report) {
  let files;
  try {
    files = JSON.parse(readFileSync(report, 'utf8')).testResults;
  } catch {
    return { passed: 0, failed: 0 };
  }
  const outcomes = files.flatMap(({ status, assertionResults }) => {
    const own = assertionResults.map((test) => test.status);
    return status === 'failed' && !own.includes('failed') ? [...own, 'failed'] : own;
  });
  const count = (outcome) => outcomes.filter((each) => each === outcome).length;
  return { passed: count('passed'), failed: count('failed') };
}
