import { expect, it } from 'vitest';
import { lab } from '../testLab.ts';
import { nameInUse } from './nameInUse.ts';
import { parseLine } from './parse.ts';

it('[MM-15] a typed mmap under a name in use is no command, and says what to do', () => {
  const { m, run } = lab('spawn db\nmmap db pool 1M rw private\nfork db bgsave');
  const asked = (line: string) => {
    const parsed = parseLine(line);
    return parsed.ok ? nameInUse(m, parsed.command) : expect.fail(line);
  };
  expect(asked('mmap bgsave pool 10M rw private')).toEqual({
    code: 'BAD_LINE',
    message: 'bgsave has a region pool already.',
    hint: 'Take another name, or give it back first: munmap bgsave pool.',
  });
  for (const line of [
    'mmap bgsave other 10M rw private',
    'mmap nobody pool 1M rw private',
    'touch bgsave pool',
    'mmap db toString 1M rw private',
  ])
    expect(asked(line), line).toBeNull();
  run('munmap bgsave pool');
  expect(asked('mmap bgsave pool 10M rw private')).toBeNull();
});

it('[MM-15] recorded, it goes on as it was: the name is the newer mapping’s', () => {
  const { m, run } = lab('spawn db\nmmap db pool 10M rw private');
  expect(run('mmap db pool 1M rw private').result).toBe('ok');
  expect(m.spaces[0]?.regions.pool?.count).toBe(256);
});
