import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './test/fixtures/longestFirst.ts';

const alias = { '@': join(import.meta.dirname, 'src') };
/** Long enough for a busy computer: a time limit ends what hangs, it does not judge speed. */
const PATIENT = { testTimeout: 60_000, hookTimeout: 180_000, expect: { poll: { timeout: 20_000 } } };
/** One Postgres for a run; each file gets a database of its own in it. */
const POSTGRES = ['test/fixtures/postgresGlobal.ts'];
/** Test files that replace a module, which the other files of their worker must not see. */
const MOCKING = ['packages', 'src', 'test']
  .flatMap((top) => readdirSync(top, { recursive: true, encoding: 'utf8' }).map((path) => join(top, path)))
  .filter((path) => /\.test\.tsx?$/.test(path) && readFileSync(path, 'utf8').includes('vi.mock('));

export default defineConfig({
  test: {
    // The default leaves a core idle; with two cores, files would run one after the other.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve: { alias },
        test: {
          ...PATIENT,
          name: 'unit',
          // Files of one worker load a module once.
          isolate: false,
          include: [
            'packages/**/*.test.ts',
            'src/**/*.test.{ts,tsx}',
            'test/{architecture,golden,conformance,properties}/**/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, ...MOCKING],
        },
      },
      { resolve: { alias }, test: { ...PATIENT, name: 'unit-mocking', include: MOCKING } },
      {
        resolve: { alias },
        test: {
          ...PATIENT,
          name: 'integration',
          isolate: false,
          include: ['test/{contract,flow,access}/**/*.test.ts'],
          globalSetup: POSTGRES,
        },
      },
      {
        resolve: { alias },
        test: {
          ...PATIENT,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: [...POSTGRES, 'test/fixtures/demoGlobal.ts'],
          // A browser and a server each keep a core busy: files take turns.
          fileParallelism: false,
        },
      },
    ],
  },
});
