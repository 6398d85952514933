import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
/** Lines from a function's first to its last. The linter refuses one of more than 80; few may come near that. */
const LONG_LINES = 60;
const MOST_LONG = 10;

type Measured = { lines: number; place: string };

/** Every function with a body in a source text. */
function functionsIn(text: string, path: string): Measured[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  const found: Measured[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const first = lineOf(node.getStart());
      found.push({ lines: lineOf(node.end) - first + 1, place: `${path}:${first + 1}` });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function productFiles(): string[] {
  return ['packages', 'src'].flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(tsx?|mjs)$/.test(path) && !/\.test\.|node_modules/.test(path))
      .map((path) => `${top}/${path}`),
  );
}

const FUNCTIONS = productFiles().flatMap((path) => functionsIn(readFileSync(join(ROOT, path), 'utf8'), path));

it(`at most ${MOST_LONG} functions have more than ${LONG_LINES} lines`, () => {
  expect(FUNCTIONS.length).toBeGreaterThan(2000);
  const long = FUNCTIONS.filter(({ lines }) => lines > LONG_LINES).sort((a, b) => b.lines - a.lines);
  const list = long.map(({ lines, place }) => `${lines} ${place}`).join('\n');
  expect(long.length, list).toBeLessThanOrEqual(MOST_LONG);
});

it('a long function is seen, also inside another', () => {
  const long = `const a = () => {\n${'  f();\n'.repeat(90)}};\nfunction b() {\n  return { c() { return 1; } };\n}`;
  expect(functionsIn(long, 'x.ts').map(({ lines, place }) => [lines, place])).toEqual([
    [92, 'x.ts:1'],
    [3, 'x.ts:93'],
    [1, 'x.ts:94'],
  ]);
});
