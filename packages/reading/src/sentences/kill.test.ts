import { expect, it } from 'vitest';
import type { KillFact } from '../kills.ts';
import { choiceClause, marginSentence } from './kill.ts';

const kill = (over: Partial<KillFact>): KillFact => ({
  type: 'VictimChosen',
  trigger: { pid: 3, process: 'web', call: 'touch' },
  scope: 'machine',
  policy: 'linux-6.1',
  candidates: [],
  victim: { pid: 1, process: 'db', points: 900 },
  runnerUp: { pid: 2, process: 'bgsave', marginPages: 256 },
  rule: 'OOM-1',
  ...over,
});

it('tells a margin in memory only where points are pages that the victim held', () => {
  expect(marginSentence(kill({}))).toMatch(/^db would have survived with 1.0\u00a0MiB less .*; bgsave would have died/);
  for (const other of [{ policy: 'linux-2.4' }, { formula: 'age' }] as const)
    expect(marginSentence(kill(other))).toBe('db was 256 points ahead of bgsave, the next in the list.');
  expect(marginSentence(kill({ policy: 'aix-late' }))).toMatch(/^db started 256 ticks after bgsave/);
});

it('says that a victim held most only where its points are what it held', () => {
  const candidates = [1, 2].map((pid) => ({ pid, process: `p${pid}`, uid: 0, terms: [], points: 0, oomScore: null }));
  expect(choiceClause(kill({ candidates }))).toContain('held the most memory');
  expect(choiceClause(kill({ candidates, policy: 'freebsd' }))).toContain('weighed the most');
});

it('asks for one page more where a tie would still have been the victim’s', () => {
  const row = (pid: number): KillFact['candidates'][number] => {
    return { pid, process: `p${pid}`, uid: 0, terms: [], points: 0, oomScore: null };
  };
  const inOrder = (policy: KillFact['policy'], pids: number[]) =>
    marginSentence(kill({ policy, candidates: pids.map(row) }));
  // Of equals 6.1 takes the last, 3.10 the first.
  expect(inOrder('linux-6.1', [1, 2])).toContain('(256 pages)');
  expect(inOrder('linux-6.1', [2, 1])).toContain('(257 pages)');
  expect(inOrder('linux-3.10', [1, 2])).toContain('(257 pages)');
  expect(inOrder('linux-3.10', [2, 1])).toContain('(256 pages)');
});

it('where a child died in its parent’s place, the margin is the parent’s', () => {
  const insteadOf = { pid: 1, process: 'db', points: 900 };
  const child = kill({ policy: 'linux-3.10', victim: { pid: 2, process: 'bgsave', points: 644 }, insteadOf });
  expect(marginSentence(child)).toBe('db was 1.0\u00a0MiB ahead of bgsave, the next in the list.');
});

it('says why this one as its kernel chooses', () => {
  const two = [row('db', 256), row('web', 0)];
  expect(choiceClause(kill({ candidates: two, victim: { pid: 1, process: 'db', points: 256 } }))).toBe(
    'of 2 candidates it held the most memory, 1.0\u00a0MiB',
  );
  const adjusted = two.map((c) => ({ ...c, terms: [{ label: 'oom_score_adj', value: 5 }] }));
  expect(choiceClause(kill({ candidates: adjusted }))).toMatch(/most points, 900: its memory, and what the adjustment/);
  expect(choiceClause(kill({ candidates: two, policy: 'linux-2.4' }))).toMatch(/whole address space counts/);
  expect(choiceClause(kill({ candidates: two, policy: 'aix-late' }))).toBe(
    'of 2 candidates it was the last to start, at tick 900',
  );
  expect(choiceClause(kill({ candidates: two, policy: 'openbsd', rule: 'KUVM-2' }))).toMatch(/chooses no victim/);
  expect(choiceClause(kill({ candidates: two, policy: 'linux-2.4.23', how: 'asker' }))).toMatch(/chooses no victim/);
  const parent = { pid: 7, process: 'make', points: 0 };
  expect(choiceClause(kill({ candidates: two, how: 'asker', insteadOf: parent }))).toMatch(
    /^make was the one that asked, .+ kills a child of the chosen process first$/,
  );
  expect(choiceClause(kill({ candidates: two, rule: 'OOM5', how: 'points' }))).toMatch(/held the most memory/);
  expect(choiceClause(kill({ candidates: two, rule: 'OOM5' }))).toMatch(/oom_kill_allocating_task is set/);
});

const row = (process: string, points: number) => ({ pid: points, process, uid: 0, terms: [], points, oomScore: null });
