import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
/** Files that may know how an answer and a kill look as facts; all others ask packages/reading. */
const READERS = /^packages\/(engine|reading)\//;
const FOLDERS = ['packages', 'src', 'prisma'];
const FACTS = /\bVictimChosen\b|['"]Answered['"]/;

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ['node_modules', 'generated'].includes(entry.name) ? [] : sources(path);
    return /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) ? [path] : [];
  });
}

/** Lines of a file that name these facts where only the readers may. */
function namesIn(path: string, text: string): string[] {
  return READERS.test(path) ? [] : text.split('\n').filter((line) => FACTS.test(line));
}

it('answers and kills are looked for in facts by the engine and packages/reading only', () => {
  const found = FOLDERS.flatMap(sources).flatMap((path) =>
    namesIn(path, readFileSync(join(ROOT, path), 'utf8')).map((line) => `${path}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});

it.each([
  ["const answer = facts.find((fact) => fact.type === 'Answered');", 1],
  ["type Kill = Extract<Fact, { type: 'VictimChosen' }>;", 1],
  ["fact.type === 'RegradeAnswered'", 0],
])('the scan sees %s', (line, count) => {
  expect(namesIn('src/features/planted.ts', line)).toHaveLength(count);
  expect(namesIn('packages/coursework/src/planted.ts', line)).toHaveLength(count);
  expect(namesIn('packages/reading/src/kills.ts', line)).toEqual([]);
});
