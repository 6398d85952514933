import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, StepFailed, step } from './steps.mjs';

const LEAST_NODE = [20, 19];

/** @throws {StepFailed} if this Node is too old. */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return;
  throw new StepFailed(`Node ${LEAST_NODE.join('.')} or newer is needed; this is ${version}.`);
}

/** `npm ci`, unless node_modules already matches package-lock.json. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await step('install packages (npm ci)', () =>
    npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']),
  );
}

/** npm notes what it installed in node_modules/.package-lock.json; file times say nothing after a clone. */
function isInstalled() {
  const noted = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(noted)) return false;
  const installed = readPackages(noted);
  const wanted = Object.entries(readPackages(join(ROOT, 'package-lock.json')));
  return wanted.every(([path, { version, link, optional, peer }]) => {
    if (!path.startsWith('node_modules/') || link) return true;
    const found = installed[path];
    return found === undefined ? Boolean(optional || peer) : found.version === version;
  });
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** The npm that started this process, if there is one. */
function npm(args) {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? run(process.execPath, [script, ...args]) : run('npm', args);
}
