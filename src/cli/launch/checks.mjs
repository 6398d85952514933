import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runTool, step } from './steps.mjs';

/** What a change must pass before any test runs. Each throws what is wrong. */
export const CHECKS = [
  ['types of routes (next typegen)', () => runTool('next/dist/bin/next', ['typegen'])],
  ['types (tsc)', () => runTool('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json'])],
  [
    'purity of packages (tsc without Node and DOM)',
    () => runTool('typescript/bin/tsc', ['--noEmit', '-p', 'packages']),
  ],
  ['lint and format (biome)', () => runTool('@biomejs/biome/bin/biome', ['check', '--max-diagnostics=40'])],
  ['layers (dependency-cruiser)', () => runTool('dependency-cruiser/bin/dependency-cruise.mjs', LAYER_ARGUMENTS)],
  ['dead code (knip)', () => runTool('knip/bin/knip.js', [])],
];

const LAYER_ARGUMENTS = ['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', 'packages', 'src'];

/** Comparisons with recordings of real kernels; each prints its disagreements. */
export const RECORDINGS = [
  ['formulas against real kernels (vectors)', 'src/cli/vectors.ts', []],
  ['runs against a real kernel (conformance)', 'src/cli/conformance.ts', ['--check']],
]
  .filter(([, script]) => existsSync(join(ROOT, script)))
  .map(([label, script, args]) => [label, () => runTool('tsx/dist/cli.mjs', [join(ROOT, script), ...args])]);

/**
 * Runs all of them, even after a failure, and shows what failed.
 * @returns {Promise<{passed: number, failed: number}>}
 */
export async function runChecks(checks) {
  const count = { passed: 0, failed: 0 };
  for (const [label, check] of checks) {
    try {
      await step(label, check);
      count.passed++;
    } catch (error) {
      console.log(error.message);
      count.failed++;
    }
  }
  return count;
}
