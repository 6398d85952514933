import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { machine } from 'node:os';
import { delimiter, join } from 'node:path';
import { InputError } from '../usage.ts';
import { cpio, swapHeader } from './files.ts';
import { buildGuest, ownFolder } from './guestImage.ts';

/** More than this is no answer of our guest. */
const MOST_OUTPUT = 64 * 2 ** 20;

export type KernelRun = { memKb: number; swapKb: number; scenario: string; timeoutMs: number };
/** What was printed; `stopped`: why the guest was ended from here. */
export type KernelOutput = { text: string; stopped?: string };

/** User-Mode Linux: a kernel that is a process of this user. No network, no device but its own swap file, no file outside its folder. */
export async function runUml(run: KernelRun): Promise<KernelOutput> {
  const kernel = requireProgram('linux.uml', 'apt-get install user-mode-linux');
  // Where the kernel's own text begins, which this fixes, decides how much RAM is left of what it is given.
  const setarch = requireProgram('setarch', 'apt-get install util-linux');
  const init = await buildGuest();
  const folder = mkdtempSync(join(ownFolder(), 'run-'));
  try {
    const files = [
      { path: 'init', content: readFileSync(init), mode: 0o755 },
      { path: 'scenario', content: run.scenario, mode: 0o644 },
    ];
    writeFileSync(join(folder, 'initrd'), cpio(files));
    const disk = join(folder, 'swap');
    writeFileSync(disk, swapHeader(Math.max(run.swapKb, 64)));
    truncateSync(disk, Math.max(run.swapKb, 64) * 1024);
    const args = [
      ...[`mem=${run.memKb}K`, `initrd=${join(folder, 'initrd')}`, 'rdinit=/init', `ubd0=${disk}`],
      ...['con=null', 'con0=fd:0,fd:1', 'quiet', 'loglevel=0', 'umid=real', `uml_dir=${folder}`],
    ];
    return await collect(setarch, [machine(), '-R', kernel, ...args], { folder, timeoutMs: run.timeoutMs });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Its path. Throws an InputError that says what to install. */
function requireProgram(name: string, install: string): string {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here.
    }
  }
  throw new InputError(`${name} is missing: ${install}`);
}

/** Runs it in a group of its own, which is ended as a whole when it takes too long or says too much. */
function collect(
  program: string,
  args: readonly string[],
  { folder, timeoutMs }: { folder: string; timeoutMs: number },
): Promise<KernelOutput> {
  return new Promise((resolve, reject) => {
    const env = { NODE_ENV: 'production' as const, PATH: process.env.PATH ?? '', HOME: folder, TMPDIR: folder };
    const child = spawn(program, args, { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    let size = 0;
    let stopped: string | undefined;
    const stop = (why: string): void => {
      stopped ??= why;
      end(child.pid);
    };
    const timer = setTimeout(() => stop(`no end after ${timeoutMs / 1000} s`), timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_OUTPUT) stop('it printed too much');
      else chunks.push(chunk);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new InputError(`${program}: ${error.message}`));
    });
    child.on('close', () => {
      clearTimeout(timer);
      end(child.pid);
      const text = Buffer.concat(chunks).toString('utf8');
      resolve(stopped === undefined ? { text } : { text, stopped });
    });
  });
}

/** The kernel's own processes are in its group. */
function end(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
