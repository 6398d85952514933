import { expect, it } from 'vitest';
import { parseLine } from '../script/index.ts';
import { factsOf, lab } from '../testLab.ts';
import { badAccessOf } from './badAccess.ts';

function after(script: string, line: string) {
  const { m, run } = lab(script);
  const parsed = parseLine(line);
  if (!parsed.ok) return expect.fail(line);
  const [answer] = factsOf(run(line).facts, 'Answered');
  return answer ? badAccessOf(m, parsed.command, answer) : null;
}
const POOL = 'spawn a\nmmap a pool 1M rw private';

it('[FT-9] says what lay where an access ended', () => {
  expect(after(POOL, 'touch a pool 0 2M w')).toMatchObject({
    lies: 'behind',
    page: 256,
    regionPages: 256,
    isWrite: true,
  });
  expect(after(`${POOL}\nmunmap a pool 512K 64K`, 'touch a pool')).toMatchObject({ lies: 'unmapped', page: 128 });
  expect(after(`${POOL}\nmprotect a pool r`, 'touch a pool 0 4K w')).toMatchObject({
    lies: 'not allowed',
    page: 0,
    prot: 'r--',
  });
  expect(after('spawn a\nmmap a s 1M rw shared\nmremap a s 2M', 'touch a s')).toMatchObject({
    lies: 'beyond the object',
    page: 256,
  });
  const reserved = '#policy windows\nspawn a\nmmap a r 1M rw private,noreserve';
  expect(after(reserved, 'touch a r')).toMatchObject({ lies: 'only reserved' });
});

it('[FT-9] says nothing of what went well, and of another answer', () => {
  expect(after(POOL, 'touch a pool')).toBeNull();
  expect(after(POOL, 'touch a nothing')).toBeNull();
  expect(after(POOL, 'munmap a pool')).toBeNull();
});
