import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { InputError } from '../usage.ts';

const SOURCES = join(import.meta.dirname, 'guest');
const PAGE = 4096;
/** What the standard image maps of its file, and how much of that is writable: so that its processes are as large as recorded ones. */
const STANDARD_PAGES = { all: 287, writable: 110 };
const PATIENCE_MS = 60_000;

/** The folder of this user for all that is built or run; nobody else may look into it or put something there. */
export function ownFolder(): string {
  const { uid } = userInfo();
  const path = join(tmpdir(), `overcommit-real-${uid}`);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = statSync(path);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0)
    throw new InputError(`${path} belongs to somebody else or is open to others; remove it`);
  return path;
}

/** The program of the guest, built on first use. Throws an InputError that says what to install. */
export async function buildGuest(): Promise<string> {
  const files = readdirSync(SOURCES).sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(join(SOURCES, file)));
  const path = join(ownFolder(), `init-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(path)) return path;
  const sources = files.filter((file) => file.endsWith('.c')).map((file) => join(SOURCES, file));
  // Compilers and C libraries differ: what is lacking to the standard size is filled up.
  await compile(sources, `${path}.part`, { text: 0, bss: 1 });
  const { all, writable, bssToSpare } = measure(readFileSync(`${path}.part`));
  const bss = (STANDARD_PAGES.writable - writable) * PAGE + bssToSpare;
  const text = (STANDARD_PAGES.all - all - (STANDARD_PAGES.writable - writable)) * PAGE;
  await compile(sources, `${path}.part`, { text: Math.max(0, text), bss: Math.max(1, bss) });
  renameSync(`${path}.part`, path);
  return path;
}

async function compile(sources: readonly string[], out: string, pad: { text: number; bss: number }): Promise<void> {
  const flags = ['-O1', '-static', `-DPAD_TEXT=${pad.text}`, `-DPAD_BSS=${pad.bss}`, '-o', out, ...sources];
  try {
    await promisify(execFile)('cc', flags, { timeout: PATIENCE_MS });
  } catch (error) {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT') throw new InputError('there is no C compiler: apt-get install gcc libc6-dev');
    throw new InputError(`the guest does not compile (apt-get install gcc libc6-dev): ${stderr.split('\n', 1)[0]}`);
  }
}

/** Pages that an ELF file of 64 bits has mapped, and bytes of its last writable page that are not used. */
export function measure(elf: Buffer): { all: number; writable: number; bssToSpare: number } {
  const [at, size, count] = [Number(elf.readBigUInt64LE(32)), elf.readUInt16LE(54), elf.readUInt16LE(56)];
  const sum = { all: 0, writable: 0, bssToSpare: 0 };
  for (let i = 0; i < count; i++) {
    const header = elf.subarray(at + i * size, at + (i + 1) * size);
    const [type, flags] = [header.readUInt32LE(0), header.readUInt32LE(4)];
    if (type !== LOAD) continue;
    const from = Number(header.readBigUInt64LE(16));
    const end = from + Number(header.readBigUInt64LE(40));
    const pages = Math.ceil(end / PAGE) - Math.floor(from / PAGE);
    sum.all += pages;
    if ((flags & WRITABLE) === 0) continue;
    sum.writable += pages;
    sum.bssToSpare = Math.ceil(end / PAGE) * PAGE - end;
  }
  return sum;
}
const LOAD = 1;
const WRITABLE = 2;
