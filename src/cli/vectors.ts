/**
 * `npm run vectors -- [DIR]`: compares the engine's formulas with recordings of real kernel functions.
 * Prints a line per file, every difference, and last `N passed, N failed`; ends with 1 if any failed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkVectorFile, type FileVerdict } from './vectors/check.ts';

const DEFAULT_DIR = 'test/conformance/vectors';

/** A file that is not JSON counts as one failed record. */
function checkPath(dir: string, fileName: string): FileVerdict {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(join(dir, fileName), 'utf8'));
  } catch (error) {
    return { passed: 0, failures: [{ record: fileName, why: String(error) }] };
  }
  return checkVectorFile(fileName, content);
}

function main(dir: string): number {
  const fileNames = readdirSync(dir)
    .filter((name) => name.endsWith('.json'))
    .sort();
  let passed = 0;
  let failed = 0;
  for (const fileName of fileNames) {
    const verdict = checkPath(dir, fileName);
    console.log(`${fileName}: ${verdict.passed} passed, ${verdict.failures.length} failed`);
    for (const { record, why } of verdict.failures) console.log(`  ${record}: ${why}`);
    passed += verdict.passed;
    failed += verdict.failures.length;
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

process.exitCode = main(process.argv[2] ?? DEFAULT_DIR);
