import { expect, it } from 'vitest';
import { factsOf, lab } from '../testLab.ts';

/** A process with nine mappings of its image and `more` that do not merge. */
function crowd(more: number, most: number): ReturnType<typeof lab> {
  const maps = Array.from({ length: more }, (_, i) => `mmap a m${i} 12K ${i % 2 ? 'r' : 'rw'} private`);
  return lab(['spawn a 1000', ...maps, `sysctl vm/max_map_count ${most}`].join('\n'));
}

it('[MM-14] mmap, brk and posix_spawn go one beyond max_map_count, and no further', () => {
  const { run } = crowd(3, 12);
  expect(run('mmap a x 4K rwx private').result).toBe('ok');
  expect(run('mmap a y 4K rw private').result).toBe('ENOMEM');
  expect(run('brk a 4K +').result).toBe('ENOMEM');
  expect(run('posix_spawn a b').result).toBe('ENOMEM');
  expect(run('fork a b').result).toBe('ok');
  expect(run('munmap a x\nmmap a y 4K rw private').result).toBe('ok');
});

it('[MM-14] an unmap in the middle cuts, one at an end does not', () => {
  const { run } = crowd(3, 12);
  expect(run('munmap a m0 4K 4K').result).toBe('ENOMEM');
  expect(run('munmap a m0 0 4K').result).toBe('ok');
  expect(run('sysctl vm/max_map_count 13\nmunmap a m1 4K 4K').result).toBe('ok');
});

it('[MM-14] mprotect and mlock: ENOMEM at a cut, and what was charged is given back; madvise: EAGAIN', () => {
  // One mapping of two names: to change one of them is to cut it.
  const { m, run } = lab('spawn a 0\nmmap a x 8K r private\nmmap a y 8K r private\nsysctl vm/max_map_count 10');
  const { committed } = m;
  const { facts, result } = run('mprotect a x rw');
  expect(result).toBe('ENOMEM');
  expect(factsOf(facts, 'ChargeReleased')).toHaveLength(1);
  expect(m.committed).toBe(committed);
  expect(run('mlock a y').result).toBe('ENOMEM');
  expect(run('madvise a x dontfork').result).toBe('EAGAIN');
  expect(run('sysctl vm/max_map_count 11\nmprotect a x rw').result).toBe('ok');
  // Back to what its neighbour is: they merge, and nothing is cut.
  expect(run('sysctl vm/max_map_count 5\nmprotect a x r').result).toBe('ok');
});

it('[MM-14] mremap that moves wants room for three more', () => {
  const { run } = crowd(2, 14);
  expect(run('mremap a m0 1M').result).toBe('ENOMEM');
  expect(run('sysctl vm/max_map_count 15\nmremap a m0 1M').result).toBe('ok');
});
