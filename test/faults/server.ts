import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPostgresRunning } from '../../src/server/database/postmaster.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Long enough for a busy computer. */
const START_MS = 240_000;

export type FaultServer = {
  origin: string;
  dataDir: string;
  pid(): number;
  /** @throws with its output, when it ends before it is ready */
  start(): Promise<void>;
  /** @returns the time until it was gone, in ms */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number>;
};
type Options = { file: string; dataDir: string; port: number; env?: Record<string, string> };

/** The server as a process of its own, with the embedded PostgreSQL of its data folder. */
export function createServer({ file, dataDir, port, env = {} }: Options): FaultServer {
  let child: ChildProcess | null = null;
  return {
    origin: `http://127.0.0.1:${port}`,
    dataDir,
    pid: () => child?.pid ?? 0,
    async start() {
      const { PATH, HOME } = process.env;
      const own = { NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), DATA_DIR: dataDir, SEED_DEMO: '0' };
      child = spawn(process.execPath, [file], {
        cwd: ROOT,
        env: { PATH, HOME, LOG_LEVEL: 'warn', ...own, ...env } as NodeJS.ProcessEnv,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      await untilReady(child);
    },
    async end(signal) {
      if (!child || child.exitCode !== null || child.signalCode !== null) return 0;
      const startedMs = performance.now();
      child.kill(signal);
      await once(child, 'exit');
      return performance.now() - startedMs;
    },
  };
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => reject(new Error(`the server ${why}:\n${output.slice(-3000)}`));
    const late = setTimeout(() => fail(`is not ready after ${START_MS / 1000} s`), START_MS);
    const read = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-10_000);
      if (/^ready on /m.test(output)) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => fail(`ended with ${code}`));
    child.once('exit', () => clearTimeout(late));
  });
}

/** The process id of the data folder's PostgreSQL; 0 = none runs. A number that was left behind may be another process. */
export function postmasterOf(dataDir: string): number {
  try {
    const pid = Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
    return isPostgresRunning(pid) ? pid : 0;
  } catch {
    return 0;
  }
}

/** A process and everything below it; Linux only, elsewhere the process alone. None for 0, which everything is below. */
export function treeOf(pid: number): number[] {
  if (pid <= 1) return [];
  const children = processes().filter(([, parent]) => parent === pid);
  return [pid, ...children.flatMap(([child]) => treeOf(child))];
}

function processes(): [pid: number, parent: number][] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '');
      return [[Number(pid), Number(stat.split(' ')[1])] as [number, number]];
    } catch {
      return [];
    }
  });
}

export function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    // 0 would be this process and all that it started.
    if (pid <= 1) continue;
    try {
      process.kill(pid, name);
    } catch {
      // It is gone already.
    }
  }
}
