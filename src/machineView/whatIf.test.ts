import type { Decision } from '@overcommit/reading';
import { expect, it } from 'vitest';
import { whatIfsOf } from './whatIf.ts';

const refusedBy = (rule: string): Decision => ({
  ...{ seq: 3, tick: 0, actor: 'ana', line: 'mmap a r 30M rw private', policy: 'linux-6.1', context: null },
  kind: 'refusal',
  fact: {
    ...{ type: 'ChargeDecided', pid: 2, process: 'a', call: 'mmap', isGranted: false, isSummed: true, terms: [] },
    ...{ asked: 7680, counted: 100, limit: 5120, rule, errno: 'ENOMEM' },
  },
});

it('a refusal by a process’s own limit asks no what-if; one by the kernel does', () => {
  for (const rule of ['RLIMIT_AS', 'RLIMIT_NPROC', 'threads-max']) expect(whatIfsOf(refusedBy(rule), null)).toEqual([]);
  expect(whatIfsOf(refusedBy('CH1'), null)).toMatchObject([{ label: 'always' }]);
});
