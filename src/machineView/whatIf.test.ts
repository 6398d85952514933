import type { Decision } from '@overcommit/reading';
import { expect, it } from 'vitest';
import { whatIfsOf } from './whatIf.ts';

type Refused = Extract<Decision, { kind: 'refusal' }>;

const refusedBy = (fact: Refused['fact']): Decision => ({
  ...{ seq: 3, tick: 0, actor: 'ana', line: 'mmap a r 30M rw private', policy: 'linux-6.1', context: null },
  ...{ kind: 'refusal', fact, ask: null, outcome: { kind: 'answered', result: 'ENOMEM' } },
});
const REQUEST = {
  pid: 2,
  process: 'a',
  call: 'mmap',
  asked: 7680,
  counted: 100,
  limit: 5120,
  errno: 'ENOMEM',
} as const;

it('a refusal by a process’s own limit asks no what-if; one by the kernel does', () => {
  for (const [what, unit] of [
    ['as', 'pages'],
    ['nproc', 'threads'],
    ['threads-max', 'threads'],
  ] as const) {
    const byLimit = refusedBy({ ...REQUEST, type: 'RequestRefused', what, unit, rule: 'LIM-1', remedies: [] });
    expect(whatIfsOf(byLimit, null)).toEqual([]);
  }
  const bySum = refusedBy({ ...REQUEST, type: 'ChargeDecided', isGranted: false, isSummed: true, rule: 'CH-1' });
  expect(whatIfsOf(bySum, null)).toMatchObject([{ label: 'always' }]);
});
