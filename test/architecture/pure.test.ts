import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const PACKAGES = join(import.meta.dirname, '..', '..', 'packages');
/**
 * JavaScript's own sources of time and chance; those of Node and the browser are out of reach for the compiler
 * (packages/tsconfig.json). A date that is made of a given number is a value like others; one that is made of nothing is
 * the clock.
 */
const CLOCK_OR_CHANCE =
  /\bMath\.random\b|\bnew Date\b(?!\([^)\s])|\bDate\.now\b|(?<!new )\bDate\(|\bIntl\.|\.toLocale\w+\(|\bimport\.meta\b|\beval\(|\bnew Function\b/;

/** Lines of code that look at the clock, at chance or at the locale; comments may speak of them. */
function impurities(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  return code.split('\n').filter((line) => CLOCK_OR_CHANCE.test(line));
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sources(path);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts') ? [path] : [];
  });
}

it('packages look neither at the clock nor at chance nor at the locale', () => {
  const found = sources(PACKAGES).flatMap((path) =>
    impurities(readFileSync(path, 'utf8')).map((line) => `${path}: ${line}`),
  );
  expect(found).toEqual([]);
});

it.each([
  'const t = Date.now();',
  'const d = new Date();',
  'const d = new Date;',
  'const d = Date();',
  'new Intl.DateTimeFormat(name)',
  'x = Math.random() < 0.5;',
  'n.toLocaleString()',
  'eval("1")',
])('the scan sees %s', (line) => expect(impurities(`// ${line}\n/* ${line} */\n${line}`)).toEqual([line]));

it.each(['const later = new Date(at.getTime() + 1);', 'const ms = Date.parse(at);'])('the scan lets %s pass', (line) =>
  expect(impurities(line)).toEqual([]),
);
