import { expect, it } from 'vitest';
import { listProcesses } from '../index.ts';
import { factsOf, lab } from '../testLab.ts';

const OLD_AND_NEW = `#mem 256M
#swap 96M
spawn old 1000
spawn new 1001
mmap old h 150M rw private
touch old h
mmap new h 300M rw private`;

it('[RC-1] takes frames at once above the low watermark', () => {
  const { run } = lab('#swap 64M\nspawn a 1000\nmmap a h 100M rw private');
  expect(factsOf(run('touch a h').facts, 'FramesSwappedOut')).toEqual([]);
});

it('[RC-2] [RC-8] works until free memory is above the high watermark and the boost', () => {
  const { m, run } = lab(OLD_AND_NEW);
  run('touch new h 0 100M w');
  expect(m.freeFrames).toBeGreaterThanOrEqual(m.watermarks.high + 1024);
});

it('[RC-3] swaps out what was not accessed lately, the oldest first', () => {
  const { m, run } = lab(OLD_AND_NEW);
  run('touch new h 0 100M w');
  const [old, young] = listProcesses(m);
  expect(old?.swapPages).toBeGreaterThan(6000);
  expect(young?.swapPages).toBeLessThan(20);
});

it('[RC-4] reclaims for its own request and goes on', () => {
  const { run } = lab(OLD_AND_NEW);
  expect(run('touch new h 0 120M w')).toMatchObject({ result: 'ok', pages: 120 * 256 });
});

it('[RC-5] one slot for a page, however many share it', () => {
  const { m, run } = lab('#mem 128M\n#swap 128M\nspawn a 1000\nmmap a h 40M rw private\ntouch a h\nfork a b');
  run('spawn c 1001\nmmap c h 120M rw private\ntouch c h 0 100M w');
  const [a, b] = listProcesses(m);
  expect(a?.swapPages).toBeGreaterThan(5000);
  expect(Math.abs((a?.swapPages ?? 0) - (b?.swapPages ?? 0))).toBeLessThan(20);
  expect(m.slots.some((slot) => slot.refs >= 2 && slot.count > 1000)).toBe(true);
  expect(run('touch b h 0 40M w').result).toBe('ok');
});

it('[RC-3] [RC-6] pages of two mappers become active, and come back while the inactive list is the shorter one', () => {
  const { run } = lab(
    '#mem 128M\n#swap 128M\nspawn a 1000\nmmap a h 60M rw private\ntouch a h\nfork a b\ntouch b h 0 60M r',
  );
  const { facts, result } = run('spawn c 1001\nmmap c h 100M rw private\ntouch c h 0 80M w');
  const lists = factsOf(facts, 'FramesAged').map((fact) => fact.list);
  expect(lists).toContain('active');
  expect(lists.slice(lists.indexOf('active'))).toContain('inactive');
  expect(result).toBe('ok');
});

it('[RC-7] without swap the boost stays once reclaim has given up', () => {
  const { m, run } = lab('spawn a 1000\nmmap a h 230M rw private,noreserve');
  run('spawn b 1000\nmmap b h 100M rw private\ntouch b h\ntouch a h');
  expect(m.boost).toBe(1024);
});

it('[RC-10] drops shared pages that nobody wrote instead of swapping them', () => {
  const { run } = lab(
    '#mem 128M\n#swap 64M\nspawn a 1000\nmmap a s 60M rw shared\ntouch a s 0 60M r\nspawn b 1000\nmmap b h 100M rw private',
  );
  const { facts } = run('touch b h 0 70M w');
  expect(factsOf(facts, 'ObjectDropped').length).toBeGreaterThan(0);
  expect(factsOf(facts, 'FramesSwappedOut').every((fact) => fact.object === undefined)).toBe(true);
});

it('[SW-1] swap comes on less its header', () => {
  const { m, run } = lab('#mem 128M');
  expect(run('swapon 64M').result).toBe('ok');
  expect(m.swapPages).toBe(16383);
  expect(run('swapon 64M').result).toBe('EBUSY');
});

it('[SW-3] swapped pages come back; a write gives the slot up', () => {
  const { m, run } = lab(OLD_AND_NEW);
  run('touch new h 0 100M w\nexit new 0');
  const swapped = listProcesses(m)[0]?.swapPages ?? 0;
  run('touch old h 0 150M r');
  expect(listProcesses(m)[0]?.swapPages).toBeLessThan(20);
  expect(m.frames.flat().some((frame) => frame.slot >= 0)).toBe(true);
  expect(swapped).toBeGreaterThan(6000);
});

it('[SW-3] a read gives slots back until half of the swap is free, and no more', () => {
  const { m, run } = lab('#mem 128M\n#swap 64M\nspawn a 1000\nmmap a h 60M rw private\ntouch a h');
  const used = (): number => m.slots.reduce((sum, slot) => sum + slot.count, 0);
  run('madvise a h pageout');
  expect(used()).toBe(60 * 256);
  run('touch a h 0 60M r');
  expect(m.swapPages).toBe(16383);
  // 8192 × 2 is the first that is at least 16383.
  expect(m.swapPages - used()).toBe(8192);
  expect(listProcesses(m)[0]?.swapPages).toBe(0);
});

it('[SW-3] a read gives slots back until its group uses less than half of memory.swap.max; locked memory gives all back', () => {
  const { m, run } = lab(
    '#swap 128M\nspawn a 0\ncgroup g\ncgset g memory.swap.max 20M\ncgjoin a g\nmmap a h 16M rw private\ntouch a h',
  );
  run('madvise a h pageout\ntouch a h 0 16M r');
  expect(m.groups[0]?.swapUsage).toBe(10 * 256 - 1);
  run('madvise a h pageout');
  expect(m.groups[0]?.swapUsage).toBe(16 * 256);
  run('mlock a h');
  expect(m.groups[0]?.swapUsage).toBe(0);
});

it('[MM-10] MADV_PAGEOUT swaps a range out', () => {
  const { m, run } = lab('#swap 64M\nspawn a 1000\nmmap a h 20M rw private\ntouch a h');
  run('madvise a h pageout');
  expect(listProcesses(m)[0]?.swapPages).toBe(20 * 256);
  expect(run('touch a h').result).toBe('ok');
});

it('[MM-10] what MADV_PAGEOUT swapped out is in RAM until reclaim comes by, which takes it before anything older', () => {
  const { m, run } = lab('#mem 128M\n#swap 64M\nspawn old 1000\nmmap old h 20M rw private\ntouch old h\nspawn a 1000');
  run('mmap a h 20M rw private\ntouch a h');
  const free = m.freeFrames;
  run('madvise a h pageout');
  expect(m.freeFrames).toBe(free);
  const { facts } = run('mmap a more 80M rw private\ntouch a more 0 61M w');
  const freed = factsOf(facts, 'FramesFreed').reduce((sum, { count }) => sum + count, 0);
  expect(freed).toBeGreaterThan(1500);
  expect(listProcesses(m)[0]?.swapPages).toBeLessThan(2000);
});

it('[MM-10] [MM-11] without swap MADV_PAGEOUT drops what was given up and keeps the rest', () => {
  const { m, run } = lab('spawn a 1000\nmmap a h 8M rw private\ntouch a h\nmadvise a h free 0 4M');
  expect(run('madvise a h pageout').result).toBe('ok');
  expect(listProcesses(m)[0]?.anonPages).toBe(13 + 1024);
  expect(
    m.frames
      .flat()
      .filter(({ list }) => list === 'active')
      .reduce((sum, { count }) => sum + count, 0),
  ).toBe(1024);
});

it('[RC-12] shared pages that somebody accessed and let go are kept longer than those that only the kernel brought in', () => {
  const active = (lines: string): number => {
    const { m } = lab(`spawn a 1000\nmmap a s 4M rw shared,populate\n${lines}`);
    return m.frames
      .flat()
      .filter(({ list }) => list === 'active')
      .reduce((sum, { count }) => sum + count, 0);
  };
  expect(active('fork a b\ntouch b s 0 4M r\nexit b 0')).toBe(1024);
  expect(active('madvise a s dontneed 0 1M')).toBe(256);
  expect(active('munmap a s 0 1M')).toBe(256);
  expect(active('munmap a s')).toBe(0);
});

it('[MM-11] [RC-11] what MADV_FREE gave up goes first, but not what was written since', () => {
  const { m, run } = lab('spawn a 1000\nmmap a h 100M rw private\ntouch a h\nmadvise a h free\ntouch a h 0 10M w');
  expect(listProcesses(m)[0]?.anonPages).toBeGreaterThan(100 * 256);
  const { facts, result } = run('spawn b 1001\nmmap b h 200M rw private\ntouch b h 0 200M w');
  expect(result).toBe('ok');
  expect(factsOf(facts, 'VictimChosen')).toEqual([]);
  expect(listProcesses(m)[0]?.anonPages).toBeGreaterThanOrEqual(10 * 256);
  expect(listProcesses(m)[0]?.anonPages).toBeLessThan(70 * 256);
});

it('[SW-3] a page that came back from a shared slot is copied when written, and stays in the swap cache for the others', () => {
  const { m, run } = lab('#mem 128M\n#swap 128M\nspawn a 1000\nmmap a h 40M rw private\ntouch a h\nfork a b');
  run('spawn c 1001\nmmap c h 120M rw private\ntouch c h 0 100M w\nexit c 0');
  const swapped = listProcesses(m)[0]?.swapPages ?? 0;
  expect(swapped).toBeGreaterThan(5000);
  expect(factsOf(run('touch b h').facts, 'PagesCopied').length).toBeGreaterThan(0);
  expect(listProcesses(m)[0]?.swapPages).toBe(swapped);
  expect(run('touch a h 0 40M r').result).toBe('ok');
});

it('[MM-10] MADV_PAGEOUT swaps shared memory out as well, where nobody else maps it', () => {
  const { m, run } = lab('#swap 64M\nspawn a 1000\nmmap a s 20M rw shared\ntouch a s');
  run('madvise a s pageout');
  expect(m.slots.reduce((sum, slot) => sum + slot.count, 0)).toBe(20 * 256);
  expect(run('touch a s').result).toBe('ok');
  run('fork a b\ntouch b s 0 20M r');
  expect(factsOf(run('madvise a s pageout').facts, 'FramesSwappedOut')).toEqual([]);
});

it('[MM-12] locked shared memory is not swapped out, before it is let go', () => {
  const { m, run } = lab('#mem 128M\n#swap 64M\nspawn a 0\nmmap a s 60M rw shared,locked\nfork a b');
  const heldPages = () =>
    m.frames.flat().reduce((sum, run) => sum + (run.use === 'shm' && run.list === 'unevictable' ? run.count : 0), 0);
  expect(heldPages()).toBe(60 * 256);
  const { facts } = run('spawn c 1001\nmmap c h 90M rw private\ntouch c h 0 80M w');
  expect(factsOf(facts, 'FramesSwappedOut').every((fact) => fact.object === undefined)).toBe(true);
  run('exit a 0');
  expect(heldPages()).toBe(0);
});

it('[MM-12] what a forked child still shares with a locked mapping is let go with it', () => {
  const { m, run } = lab('spawn a 0\nmmap a h 20M rw private\nmlock a h\nfork a b');
  expect(m.frames.flat().some((frame) => frame.list === 'unevictable')).toBe(true);
  run('exit a 0');
  expect(m.frames.flat().some((frame) => frame.list === 'unevictable')).toBe(false);
});
