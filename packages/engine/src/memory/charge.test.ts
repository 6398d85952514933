import { expect, it } from 'vitest';
import { factsOf, lab } from '../testLab.ts';

const IMAGE = 177;

it('[CH-1] charges private writable memory and shared objects, not read-only memory and not MAP_NORESERVE', () => {
  const { m, run } = lab('spawn a 1000');
  const before = m.committed;
  run('mmap a p 20M rw private\nmmap a r 30M r private\nmmap a n 25M rw private,noreserve\nmmap a s 15M rw shared');
  expect(m.committed - before).toBe((20 + 15) * 256);
  run('fork a b');
  expect(m.committed - before).toBe((20 + 15 + 20) * 256 + IMAGE);
});

it('[CH-1] charges MAP_NORESERVE in mode 2', () => {
  const { m, run } = lab('sysctl vm/overcommit_memory 2\nspawn a 1000');
  const before = m.committed;
  run('mmap a n 25M rw private,noreserve');
  expect(m.committed - before).toBe(25 * 256);
});

it('[CH-2] mode 0 refuses only one request beyond all RAM and swap', () => {
  const { run } = lab('spawn a 1000');
  expect(run('mmap a x 230M rw private\nmmap a y 230M rw private').result).toBe('ok');
  const refused = run('mmap a z 300M rw private');
  expect(refused.result).toBe('ENOMEM');
  const [decision] = factsOf(refused.facts, 'ChargeDecided');
  expect(decision).toMatchObject({ isGranted: false, asked: 300 * 256, isSummed: false, errno: 'ENOMEM' });
});

it('[CH-3] mode 1 grants anything and keeps the sum', () => {
  const { m, run } = lab('sysctl vm/overcommit_memory 1\nspawn a 1000');
  const before = m.committed;
  expect(run('mmap a x 4G rw private').result).toBe('ok');
  expect(m.committed - before).toBe(4096 * 256);
});

it('[CH-4] mode 2 holds the sum, less both reserves, against the limit', () => {
  const { run } = lab('sysctl vm/overcommit_memory 2\nspawn a 1000\nspawn r 0');
  const [decision] = factsOf(run('mmap a x 200M rw private').facts, 'ChargeDecided');
  expect(decision?.isGranted).toBe(false);
  expect(decision?.limit).toBe(decision?.terms?.reduce((sum, term) => sum + term.pages, 0));
  expect(run('mmap a x 109M rw private').result).toBe('ok');
  expect(run('mmap a y 3M rw private').result).toBe('ENOMEM');
  expect(run('mmap r y 3M rw private').result).toBe('ok');
});

it('[CH-5] the limit is ratio × RAM + swap, or overcommit_kbytes + swap', () => {
  const { run } = lab('#swap 64M\nsysctl vm/overcommit_memory 2\nsysctl vm/overcommit_ratio 40\nspawn a 0');
  const [by] = factsOf(run('mmap a x 1G rw private').facts, 'ChargeDecided');
  expect(by?.terms?.slice(0, 2).map((term) => term.pages)).toEqual([Math.floor((61675 * 40) / 100), 16383]);
  run('sysctl vm/overcommit_kbytes 100000');
  const [kb] = factsOf(run('mmap a y 1G rw private').facts, 'ChargeDecided');
  expect(kb?.terms?.[0]?.pages).toBe(25000);
});

it('[CH-6] mprotect charges once, when memory first becomes writable', () => {
  const { m, run } = lab('spawn a 1000\nmmap a r 30M r private');
  const before = m.committed;
  run('mprotect a r rw\nmprotect a r r\nmprotect a r rw');
  expect(m.committed - before).toBe(30 * 256);
});

it('[CH-7] shared memory under MAP_NORESERVE is charged as it is filled, and SIGBUS when refused', () => {
  const { m, run } = lab('spawn a 1000\nmmap a s 200M rw shared,noreserve');
  const before = m.committed;
  run('touch a s 0 10M w');
  expect(m.committed - before).toBe(10 * 256);
  run('sysctl vm/overcommit_memory 2');
  expect(run('touch a s 10M 190M w')).toMatchObject({ result: 'SIGBUS' });
  run('exit a 0');
  expect(m.committed).toBe(before - IMAGE);
});

it('[CH-8] what reclaim dropped of such memory stays promised until it is filled again', () => {
  const { m, run } = lab('#mem 128M\n#swap 64M\nspawn a 1000\nmmap a s 60M rw shared,noreserve\ntouch a s 0 60M r');
  const promised = m.committed;
  run('spawn b 1000\nmmap b h 100M rw private\ntouch b h 0 70M w');
  expect(m.objects[0]?.owed).toBeGreaterThan(0);
  expect(m.committed - promised).toBe(IMAGE + 100 * 256);
  run('touch a s 0 1M r');
  expect(m.objects[0]?.owed).toBe(0);
});
