import { expect, it } from 'vitest';
import type { Command } from '../commands.ts';
import type { CallResult } from '../facts.ts';
import { run } from '../kernels/testing.ts';
import { parseLine } from '../script/index.ts';
import { ownLimitOf } from './ownLimit.ts';

const BEFORE = '#mem 128M\nspawn a 1000\nmmap a r 10M rw private';
const commandOf = (line: string): Command => {
  const parsed = parseLine(line);
  return parsed.ok ? parsed.command : expect.fail(line);
};

/** The machine as the last line left it: it was refused, and so changed nothing that is counted. */
function after(lines: string) {
  const { machine, lines: told } = run('linux-6.1', `${BEFORE}\n${lines}`);
  const last = told.at(-1) ?? expect.fail(lines);
  return { last, own: ownLimitOf(machine, commandOf(last.text), last as { result: CallResult; detail?: string }) };
}

it('[VIEW-5] gives the sum behind a limit of a process, which a page less would have passed', () => {
  const cases = [
    ['rlimit a as 20M', 'mmap a s SIZE rw private', 'as'],
    ['rlimit a data 20M', 'mmap a s SIZE rw private', 'data'],
    ['rlimit a as 20M', 'brk a SIZE +', 'as'],
    ['rlimit a memlock 4M', 'mmap a s SIZE rw private,locked', 'memlock'],
  ] as const;
  for (const [limit, line, what] of cases) {
    const sized = (size: string) => after(`${limit}\n${line.replace('SIZE', size)}`);
    const { last, own } = sized('30M');
    expect(last.result, line).not.toBe('ok');
    expect(own, line).toMatchObject({ process: 'a', what, asked: 7680 });
    const most = (own?.limit ?? 0) - (own?.counted ?? 0);
    expect(sized(`${most}P`).last.result, line).toBe('ok');
    expect(sized(`${most + 1}P`).own, line).toMatchObject({ asked: most + 1 });
  }
});

it('[VIEW-5] counts what is locked already only once', () => {
  const lines = 'rlimit a memlock 4M\nmmap a s 3M rw private,locked\nmmap a t 2M rw private';
  expect(after(`${lines}\nmlock a t`).own).toMatchObject({ what: 'memlock', asked: 512, counted: 768, limit: 1024 });
  expect(after(`${lines}\nmlock a s`).own).toBeNull();
});

it('[VIEW-5] has nothing to say of other answers', () => {
  expect(after('mmap a s 900M rw private').own).toBeNull();
  expect(after('mmap a s 1M rw private').own).toBeNull();
});

it('[VIEW-5] counts the processes behind EAGAIN, a user’s and the machine’s', () => {
  const two = 'rlimit a nproc 2\nfork a b';
  expect(after(two).last.result).toBe('ok');
  const own = { what: 'nproc', pid: 100, process: 'a', asked: 1, counted: 2, limit: 2 };
  expect(after(`${two}\nfork a c`).own).toMatchObject(own);
  expect(after(`${two}\nthread a t`).own).toMatchObject(own);
  expect(after(`${two}\nfork nobody c`).own).toBeNull();
  const most = Array.from({ length: 20 }, (_, i) => `spawn p${i} 1000`).join('\n');
  const { last, own: all } = after(`sysctl kernel/threads-max 20\n${most}`);
  expect(last.result).toBe('EAGAIN');
  expect(all).toMatchObject({ what: 'threads-max', pid: 1, process: 'init', asked: 1, counted: 20, limit: 20 });
});
