import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const alias = { '@': join(import.meta.dirname, 'src') };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          // Only a test that hangs ends by the clock, however busy the machine is.
          testTimeout: 60_000,
          include: [
            'packages/**/*.test.ts',
            'src/**/*.test.{ts,tsx}',
            'test/architecture/**/*.test.ts',
            'test/golden/**/*.test.ts',
            'test/conformance/**/*.test.ts',
            'test/properties/**/*.test.ts',
          ],
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['test/{contract,flow,access}/**/*.test.ts'],
          globalSetup: ['test/fixtures/postgresGlobal.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // One browser, one server: files take turns.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
