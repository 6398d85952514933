import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. Launchers use only Node: they run before anything is installed. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Ends the launcher with a message and without a stack trace. */
export class StepFailed extends Error {}

/** Runs a step and says how long it took. Its errors pass through. */
export async function step(label, action) {
  const startedAt = performance.now();
  const isOpen = process.stdout.isTTY;
  if (isOpen) process.stdout.write(`· ${label}…`);
  const mark = (sign) => `${isOpen ? '\r\u001b[K' : ''}${sign} ${label}  ${seconds(performance.now() - startedAt)}\n`;
  try {
    const result = await action();
    process.stdout.write(mark('✓'));
    return result;
  } catch (error) {
    process.stdout.write(mark('✗'));
    throw error;
  }
}

/** `3.4 s` of milliseconds. */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * Runs a program in the checkout. Its output is kept and shown only if it fails, or passed on with `isShown`.
 * @returns {Promise<string>} what it wrote. @throws {StepFailed} with its output, if it ends with another code than 0.
 */
export function run(command, args, { env = {}, isShown = false } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'];
    const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output += data));
    child.once('error', (error) => reject(new StepFailed(`${command} could not be started: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new StepFailed(`${output}\n${command} ${args.join(' ')} ended with ${signal ?? code}`.trim()));
    });
  });
}

/** Runs a program of an installed package, without npx. */
export function runTool(script, args, options) {
  return run(process.execPath, [join(ROOT, 'node_modules', script), ...args], options);
}

/** Runs a launcher's main function; a failed step ends it with its message and code 1. */
export async function launch(main) {
  process.chdir(ROOT);
  try {
    await main();
  } catch (error) {
    console.error(error instanceof StepFailed ? error.message : error);
    process.exitCode = 1;
  }
}
