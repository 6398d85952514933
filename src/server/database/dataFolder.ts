import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** The facts about a data folder's Postgres, in `postgres.json` (mode 0600). */
export type PostgresFacts = { port: number; ownerPassword: string; appPassword: string };

/** Reads the folder's facts, or makes them; the folder itself is its owner's alone. The port stays the same from start to start as long as it is free. */
export function readPostgresFacts(dataFolder: string): PostgresFacts {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  if (statSync(dataFolder).uid === process.getuid?.()) chmodSync(dataFolder, 0o700);
  const file = factsFile(dataFolder);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as PostgresFacts;
  const facts = { port: 0, ownerPassword: newPassword(), appPassword: newPassword() };
  writePostgresFacts(dataFolder, facts);
  return facts;
}

export function writePostgresFacts(dataFolder: string, facts: PostgresFacts): void {
  const partial = `${factsFile(dataFolder)}.partial`;
  writeFileSync(partial, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  renameSync(partial, factsFile(dataFolder));
}

/** `preferred` if it is free, else a port that the system picks. */
export async function freePort(preferred: number): Promise<number> {
  return (await tryPort(preferred)) ?? (await tryPort(0)) ?? preferred;
}

/**
 * Locks the folder against a second Overcommit, which would take over the first one's Postgres and stop it at its end.
 * @returns a function that unlocks it. @throws if a live process holds it.
 */
export function holdDataFolder(dataFolder: string): () => void {
  const file = join(dataFolder, 'in-use-by');
  const mine = describeProcess(process.pid) ?? String(process.pid);
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, mine, { flag: 'wx', mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error;
    }
    const holder = dataFolderHolder(dataFolder);
    if (holder !== null) {
      throw new Error(`Process ${holder} is running on ${dataFolder}. Stop it, or set DATA_DIR to another folder.`);
    }
    rmSync(file, { force: true });
  }
}

/** The live process that holds the folder, or null. */
export function dataFolderHolder(dataFolder: string): number | null {
  let text: string;
  try {
    text = readFileSync(join(dataFolder, 'in-use-by'), 'utf8');
  } catch {
    return null;
  }
  const pid = Number.parseInt(text, 10);
  return describeProcess(pid) === text ? pid : null;
}

/** Pid and start time, so that a recycled pid is not mistaken for the holder; null if the process does not exist. */
function describeProcess(pid: number): string | null {
  if (process.platform === 'linux') {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? null : `${pid} ${fields[19]}`;
    } catch {
      return null;
    }
  }
  try {
    process.kill(pid, 0);
    return String(pid);
  } catch {
    return null;
  }
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
    });
  });
}

const factsFile = (dataFolder: string) => join(dataFolder, 'postgres.json');
const newPassword = () => randomBytes(24).toString('base64url');
