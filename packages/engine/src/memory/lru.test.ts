import { expect, it } from 'vitest';
import { digest } from '../digest.ts';
import { deserialise, serialise } from '../serialise.ts';
import { lab } from '../testLab.ts';
import { lruSizes, type OldestOf, oldest } from './lru.ts';

const KINDS: OldestOf[] = ['active', 'inactive', 'mapped', 'lazy'];

it('[RC-3] what is kept of the lists is what reading them anew says, step by step', () => {
  const { m, run } = lab(
    '#mem 128M\n#swap 64M\ncgroup g\ncgset g memory.max 40M\nspawn a 1000\nspawn b 1000\ncgjoin b g',
  );
  const lines = [
    ...['mmap a x 90M rw private', 'touch a x', 'mmap b y 60M rw private', 'touch b y', 'touch a x 10M 30M r'],
    ...['madvise a x free 50M 10M', 'fork a c', 'touch c x 0 30M w', 'touch a x 0 90M w', 'mmap a s 20M rw shared'],
    ...['touch a s', 'touch c s 0 5M r', 'madvise a x pageout 70M 10M', 'touch b y 20M 30M r', 'exit c 0', 'touch a x'],
  ];
  let kinds = 0;
  for (const line of lines) {
    run(line);
    const anew = deserialise(serialise(m));
    expect(digest(anew)).toBe(digest(m));
    for (const group of [null, 'g']) {
      expect(lruSizes(m, group)).toEqual(lruSizes(anew, group));
      for (const kind of KINDS) {
        expect(oldest(m, kind, group)).toEqual(oldest(anew, kind, group));
        if (oldest(m, kind, group)) kinds += 1;
      }
    }
  }
  expect(kinds).toBeGreaterThan(50);
});
