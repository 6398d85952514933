import type { Fact } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { marginSentence } from './sentences.ts';

type VictimChosen = Extract<Fact, { type: 'VictimChosen' }>;

const kill = (over: Partial<VictimChosen>): VictimChosen => ({
  type: 'VictimChosen',
  trigger: { pid: 3, process: 'web', call: 'touch' },
  scope: 'machine',
  policy: 'linux-6.1',
  candidates: [],
  victim: { pid: 1, process: 'db', points: 900 },
  runnerUp: { pid: 2, process: 'bgsave', marginPages: 256 },
  rule: 'OOM1',
  ...over,
});

it('tells a margin in memory only where points are pages that the victim held', () => {
  expect(marginSentence(kill({}))).toMatch(/^db would have survived with 1.0 MiB less .*; bgsave would have died/);
  for (const other of [{ policy: 'linux-2.4' }, { policy: 'aix-late' }, { formula: 'age' }] as const)
    expect(marginSentence(kill(other))).toBe('db was 256 points ahead of bgsave, the next in the list.');
});

it('where a child died in its parent’s place, the margin is the parent’s', () => {
  const insteadOf = { pid: 1, process: 'db', points: 900 };
  const child = kill({ policy: 'linux-3.10', victim: { pid: 2, process: 'bgsave', points: 644 }, insteadOf });
  expect(marginSentence(child)).toBe('db was 256 points ahead of bgsave, the next in the list.');
});
