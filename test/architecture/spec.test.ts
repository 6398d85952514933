import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const ENGINE = join(import.meta.dirname, '..', '..', 'packages', 'engine');
const SPEC_FILES = [
  'SPEC.md',
  ...['formulas', 'kernels', 'programs', 'rules', 'platform'].map((name) => `SPEC/${name}.md`),
];
const read = (path: string): string => readFileSync(join(ENGINE, path), 'utf8');

/** Ids of the rules that a text lays down: `**[CH-1]** …`. */
function rulesIn(text: string): string[] {
  return [...text.matchAll(/\*\*\[([A-Z]+(-[A-Z0-9.]+)*-\d+)\]\*\*/g)].map(([, id]) => id as string);
}

/** Titles of the tests in a source text; of a template its first part. */
function titlesIn(text: string): string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTest(node.expression)) {
      const [title] = node.arguments;
      if (title && ts.isStringLiteralLike(title)) titles.push(title.text);
      else if (title && ts.isTemplateExpression(title)) titles.push(title.head.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('test.ts', text, ts.ScriptTarget.Latest));
  return titles;
}

/** `it` or `it.each(…)`. */
function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 'it';
  if (!ts.isCallExpression(callee) || !ts.isPropertyAccessExpression(callee.expression)) return false;
  return isTest(callee.expression.expression);
}

/** The rules that a title begins with: `[CH-1] [CH-2] charges …`, or `VM-1 grants …`. */
function rulesOf(title: string): string[] {
  const brackets = /^(\[[A-Z][A-Za-z0-9.-]*\],? ?)+/.exec(title)?.[0];
  if (brackets) return [...brackets.matchAll(/\[([^\]]+)\]/g)].map(([, id]) => id as string);
  const words = /^([A-Z]+(-[A-Z0-9.]+)*-\d+,? )+/.exec(title)?.[0];
  return words ? words.split(/[, ]+/).filter((word) => word !== '') : [];
}

function testFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.test.ts'));
}

const RULES = SPEC_FILES.flatMap((path) => rulesIn(read(path)));
/** Rules about the words of variations are tested where those words are. */
const TEST_FOLDERS = ['src', '../reading/src'];
const TITLES = TEST_FOLDERS.flatMap((folder) =>
  testFiles(join(ENGINE, folder)).flatMap((path) => titlesIn(read(join(folder, path)))),
);
const TESTED = new Set(TITLES.flatMap(rulesOf));

it('every rule of the engine has a number of its own', () => {
  expect(RULES.filter((id, i) => RULES.indexOf(id) !== i)).toEqual([]);
  expect(RULES.length).toBeGreaterThan(250);
});

it('every rule has a test whose name begins with its number', () => {
  expect(RULES.filter((id) => !TESTED.has(id))).toEqual([]);
});

it('every number that a test begins with is a rule', () => {
  expect([...TESTED].filter((id) => !RULES.includes(id))).toEqual([]);
});

it('the scan sees rules, titles and their numbers', () => {
  expect(rulesIn('- **[A-1]** one. **[A-2]** two, see [A-3]\n- **[B-2.4-1]** three\n  - **[C1]**')).toEqual([
    'A-1',
    'A-2',
    'B-2.4-1',
  ]);
  const source =
    "it('[A-1] [A-2] x', f); it.each([1])('B-1 y %s', f); describe('C-1', f); it(`[D-1] $" + "{n}`, f); fit('E', f)";
  expect(titlesIn(source)).toEqual(['[A-1] [A-2] x', 'B-1 y %s', '[D-1] ']);
  expect(titlesIn(source).flatMap(rulesOf)).toEqual(['A-1', 'A-2', 'B-1', 'D-1']);
});
