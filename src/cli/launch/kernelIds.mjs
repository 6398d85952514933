// Places outside the kernels and the handbook that ask which kernel it is: a kernel's id, or the beginning of one, in a
// comparison, a `case`, `startsWith`, `endsWith`, `includes`, or a regular expression. `node src/cli/launch/kernelIds.mjs`
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SYSTEM = '(linux|solaris|aix|freebsd|openbsd|windows)';
const ID = /^((linux|solaris|aix)-[\w.-]*|freebsd|openbsd|windows)$/;
const BEGINNING = new RegExp(`^(${SYSTEM}|bsd)`);
const IN_PATTERN = new RegExp(`^/\\^?\\(?(\\?:)?${SYSTEM}`);
const ASKING = new Set(['startsWith', 'endsWith', 'includes', 'indexOf', 'match', 'search']);
const EQUALITY = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

const textOf = (node) => (ts.isStringLiteralLike(node) ? node.text : undefined);
const isId = (node) => ID.test(textOf(node) ?? '') || isStartOfId(node);
/** `linux-${…}` */
const isStartOfId = (node) => ts.isTemplateExpression(node) && /^(linux|solaris|aix)-/.test(node.head.text);

function asks(node) {
  if (ts.isBinaryExpression(node) && EQUALITY.has(node.operatorToken.kind)) return isId(node.left) || isId(node.right);
  if (ts.isCaseClause(node)) return isId(node.expression);
  if (ts.isRegularExpressionLiteral(node)) return IN_PATTERN.test(node.text);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression, name } = node.expression;
  if (!ASKING.has(name.text)) return false;
  if (ts.isArrayLiteralExpression(expression)) return expression.elements.some(isId);
  return node.arguments.some((one) => BEGINNING.test(textOf(one) ?? '') || isStartOfId(one));
}

/** @returns {string[]} `path:line: text` of each place in one source text */
export function kernelIdTests(text, path) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    if (asks(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1}: ${node.getText().split('\n')[0].slice(0, 100)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const EXEMPT = /\.test\.|node_modules|^packages\/engine\/src\/kernels\/|^packages\/handbook\/|\.mjs$|\.d\.ts$/;

/** @returns {string[]} every such place of the product */
export function kernelIdTestsOfProduct() {
  return ['packages', 'src'].flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
      .map((path) => `${top}/${path}`)
      .filter((path) => /\.tsx?$/.test(path) && !EXEMPT.test(path))
      .flatMap((path) => kernelIdTests(readFileSync(join(ROOT, path), 'utf8'), path)),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const places = kernelIdTestsOfProduct();
  for (const place of places) console.log(place);
  if (places.length > 0)
    console.error(`${places.length} places ask which kernel it is; it belongs into the kernel's record.`);
  process.exitCode = places.length === 0 ? 0 : 1;
}
