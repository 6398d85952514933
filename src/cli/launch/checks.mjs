import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ROOT, run, runTool, step } from './steps.mjs';

const LAYER_ARGUMENTS = ['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', 'packages', 'src'];

/** TypeScript 7, which is written in Go and takes a fifth of the time. `typescript` stays at 6 for those who use its library. */
const TSC = 'typescript-go/bin/tsc';

/** `next typegen` writes what the types of routes are checked against. */
async function checkTypes() {
  await runTool('next/dist/bin/next', ['typegen']);
  await runTool(TSC, ['--noEmit', '-p', 'tsconfig.json']);
}

/** A process of its own: it needs what npm installs, and this file is loaded before that. */
const checkKernelIds = () => run(process.execPath, [join(ROOT, 'src/cli/launch/kernelIds.mjs')]);

/** What a change must pass before any test runs. Each throws what is wrong. The longest comes first. */
export const CHECKS = [
  ['types (next typegen, tsc)', checkTypes],
  ['purity of packages (tsc without Node and DOM)', () => runTool(TSC, ['--noEmit', '-p', 'packages'])],
  ['lint and format (biome)', () => runTool('@biomejs/biome/bin/biome', ['check', '--max-diagnostics=40'])],
  ['layers (dependency-cruiser)', () => runTool('dependency-cruiser/bin/dependency-cruise.mjs', LAYER_ARGUMENTS)],
  ['no question which kernel it is (kernelIds)', checkKernelIds],
  ['dead code (knip)', () => runTool('knip/bin/knip.js', [])],
];

/** Comparisons with recordings of real kernels; each prints its disagreements. */
export const RECORDINGS = [
  ['runs against a real kernel (conformance)', 'src/cli/conformance.ts', ['--check']],
  ['longer runs, up to 25 processes', 'src/cli/conformance.ts', ['test/conformance/wide', '--check']],
  ['small runs, a mechanism each', 'src/cli/conformance.ts', ['test/conformance/exact', '--check']],
  ['formulas against real kernels (vectors)', 'src/cli/vectors.ts', []],
]
  .filter(([, script]) => existsSync(join(ROOT, script)))
  .map(([label, script, args]) => [label, () => runTool('tsx/dist/cli.mjs', [join(ROOT, script), ...args])]);

/**
 * Runs all of them, one on each core, even after a failure, and shows what failed.
 * @returns {Promise<{passed: number, failed: number}>}
 */
export async function runChecks(checks) {
  const waiting = [...checks];
  const count = { passed: 0, failed: 0 };
  async function runNext() {
    const next = waiting.shift();
    if (!next) return;
    try {
      await step(...next);
      count.passed++;
    } catch (error) {
      console.log(error.message);
      count.failed++;
    }
    await runNext();
  }
  await Promise.all(Array.from({ length: availableParallelism() }, runNext));
  return count;
}
