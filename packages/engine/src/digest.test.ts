import { expect, it } from 'vitest';
import { deserialise, digest, serialise } from './index.ts';
import { lab } from './testLab.ts';

it('a machine of 500 processes is written in less than a megabyte, and read back the same', () => {
  const lines = Array.from({ length: 5 }, (_, i) => `spawn p${i} 0\nmmap p${i} heap 1M rw private\nfork p${i} c${i}`);
  const { m } = lab('#mem 1G');
  const quick = deserialise(serialise(lab(`#mem 1G\n${lines.join('\n')}`).m));
  expect(quick.processes).toHaveLength(10);
  expect(digest(deserialise(serialise(m)))).toBe(digest(m));
  const perProcess = (serialise(quick).length - serialise(m).length) / 10;
  expect(perProcess * 500).toBeLessThan(1_000_000);
});
