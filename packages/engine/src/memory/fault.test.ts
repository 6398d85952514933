import { expect, it } from 'vitest';
import { listProcesses } from '../index.ts';
import { factsOf, lab } from '../testLab.ts';

const MIB = 256;

it('[CW-1] fork copies no page', () => {
  const { m, run } = lab('spawn a 1000\nmmap a h 40M rw private\ntouch a h');
  const before = m.freeFrames;
  run('fork a b');
  expect(before - m.freeFrames).toBeLessThan(64);
  const [a, b] = listProcesses(m);
  expect(b?.anonPages).toBe(a?.anonPages);
  expect(a?.sharedPages).toBeGreaterThanOrEqual(40 * MIB);
});

it('[CW-2] a write to a shared frame copies, the last owner writes in place', () => {
  const { m, run } = lab('spawn a 1000\nmmap a h 40M rw private\ntouch a h\nfork a b\ntouch b h 0 1M r');
  const before = m.freeFrames;
  expect(factsOf(run('touch b h 0 10M w').facts, 'PagesCopied').reduce((sum, f) => sum + f.count, 0)).toBe(10 * MIB);
  expect(before - m.freeFrames).toBe(10 * MIB);
  expect(factsOf(run('touch a h 0 10M w').facts, 'PagesCopied')).toEqual([]);
  run('exit b 0');
  expect(factsOf(run('touch a h 0 40M w').facts, 'PagesCopied')).toEqual([]);
});

it('[CW-3] madvise leaves mappings or contents out of the child', () => {
  const { m, run } = lab(
    'spawn a 1000\nmmap a x 8M rw private\nmmap a y 9M r private\nmmap a z 8M rw private\ntouch a x\ntouch a z',
  );
  run('madvise a x dontfork\nmadvise a z wipeonfork\nfork a b');
  const b = listProcesses(m).find((p) => p.name === 'b');
  expect(b?.vszPages).toBe(356 + 17 * MIB);
  expect(b?.anonPages).toBeLessThan(20);
});

it('[CW-4] fork copies no entries of shared memory', () => {
  const { m, run } = lab('spawn a 1000\nmmap a s 8M rw shared\ntouch a s\nfork a b');
  const shm = (name: string) => listProcesses(m).find((p) => p.name === name)?.rssPages ?? 0;
  expect(shm('a')).toBeGreaterThan(8 * MIB);
  expect(shm('b')).toBeLessThan(100);
  const before = m.freeFrames;
  run('touch b s');
  expect(before - m.freeFrames).toBeLessThan(16);
});

it('[CW-4] fork copies the page tables of memory that was ever written, empty ones too', () => {
  const { m, run } = lab(
    'spawn a 1000\nmmap a h 40M rw private\ntouch a h\nmadvise a h dontneed\nfork a b\nspawn c 1000',
  );
  const tables = (name: string) => listProcesses(m).find((p) => p.name === name)?.tablePages ?? 0;
  expect(tables('b') - tables('c')).toBeGreaterThanOrEqual(20);
  run('exit b 0\nmmap c h 40M rw private\ntouch c h 0 40M r\nfork c d');
  expect(tables('c') - tables('d')).toBeGreaterThanOrEqual(20);
});

it('[FT-1] reports the pages done before a bad one', () => {
  const { run } = lab('spawn a 1000\nmmap a h 1M rw private\nmmap a r 1M r private');
  expect(run('touch a r 0 1M w')).toMatchObject({ result: 'SIGSEGV', pages: 0 });
  expect(run('touch a h 0 4M w')).toMatchObject({ result: 'SIGSEGV', pages: MIB });
  expect(run('touch a gone 0 4K r').result).toBe('EINVAL');
});

it('[FT-2] [FT-3] page tables are memory that comes with accesses and goes with mappings', () => {
  const { m, run } = lab('spawn a 1000\nmmap a h 64M rw private');
  const tables = () => listProcesses(m)[0]?.tablePages ?? 0;
  run('touch a h 0 4K w');
  const before = tables();
  run('touch a h');
  expect(tables() - before).toBeGreaterThanOrEqual(31);
  run('munmap a h');
  expect(tables()).toBeLessThanOrEqual(before + 1);
});

it('[FT-4] reading costs no frame but tables, the first write does', () => {
  const { m, run } = lab('spawn a 1000\nmmap a h 16M rw private');
  const before = m.freeFrames;
  run('touch a h 0 16M r');
  expect(before - m.freeFrames).toBeLessThan(16);
  expect(listProcesses(m)[0]?.anonPages).toBeLessThan(16);
  run('touch a h 0 16M w');
  expect(before - m.freeFrames).toBeGreaterThanOrEqual(16 * MIB);
});

it('[FT-7] a grown mapping of shared memory ends in SIGBUS', () => {
  const { run } = lab('spawn a 1000\nmmap a s 1M rw shared\nmremap a s 2M');
  expect(run('touch a s 0 2M w')).toMatchObject({ result: 'SIGBUS', pages: MIB });
});

it('[FT-8] shared memory that was only read is not dirty', () => {
  const { m, run } = lab('spawn a 1000\nmmap a s 1M rw shared\ntouch a s 0 1M r');
  expect(m.frames.flat().find((run) => run.use === 'shm')?.isDirty).toBe(false);
  run('touch a s 0 1M w');
  expect(m.frames.flat().find((run) => run.use === 'shm')?.isDirty).toBe(true);
});

it('[CH-7] whoever fills an object leaves the reserve for other processes of its own size', () => {
  const { run } = lab(
    'spawn a 1000\nmmap a s 118M rw shared,noreserve\nmmap a big 900M r private\nsysctl vm/overcommit_memory 2\nsysctl vm/user_reserve_kbytes 131072',
  );
  const { facts, result } = run('touch a s');
  expect(result).toBe('SIGBUS');
  const [refusal] = factsOf(facts, 'ChargeDecided').filter((fact) => !fact.isGranted);
  expect(refusal?.terms?.find((term) => term.label === 'reserve for other processes')?.pages).toBeLessThan(-2000);
});
