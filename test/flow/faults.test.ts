import type { WireEntry } from '@overcommit/protocol';
import { describe, expect, it } from 'vitest';
import { runCampaign } from '../faults/campaign.ts';
import { type Sent, tally } from '../faults/tally.ts';

describe('what people were told, held against the logs', () => {
  const acknowledged = (commandId: string, seq: number): Sent => ({
    commandId,
    machineId: 'm1',
    told: { kind: 'acknowledged', seq },
  });
  const rejected: Sent = { commandId: 'c', machineId: 'm1', told: { kind: 'rejected' } };
  const failed: Sent = { commandId: 'd', machineId: 'm1', told: { kind: 'failed' } };
  const pending: Sent = { commandId: 'e', machineId: 'm1', told: null };
  const counts = (...ids: string[]) => {
    const entries = ids.map((commandId, i) => ({ commandId, seq: i + 1 }) as WireEntry);
    const sent = [acknowledged('a', 2), acknowledged('b', 3), rejected, failed, pending];
    const { lost, invented, doubled } = tally(sent, new Map([['m1', entries]]));
    return [lost.length, invented.length, doubled.length];
  };

  it('agrees, whatever became of a command without an answer', () => {
    expect(counts('seat:ana', 'a', 'b')).toEqual([0, 0, 0]);
    expect(counts('seat:ana', 'a', 'b', 'e', 'tick:1')).toEqual([0, 0, 0]);
  });

  it.each([
    ['an acknowledged entry is missing', ['seat:ana', 'a'], [1, 0, 0]],
    ['it stands elsewhere', ['seat:ana', 'b', 'a'], [2, 0, 0]],
    ['an entry was sent by no one', ['seat:ana', 'a', 'b', 'x'], [0, 1, 0]],
    ['a rejected command is there', ['seat:ana', 'a', 'b', 'c'], [0, 1, 0]],
    ['one that was said to have failed is there', ['seat:ana', 'a', 'b', 'd'], [0, 0, 1]],
    ['one is there twice', ['seat:ana', 'a', 'b', 'e', 'e'], [0, 0, 1]],
  ])('finds that %s', (_what, ids, found) => {
    expect(counts(...ids)).toEqual(found);
  });
});

it('a server that is stopped under load, or killed with its database, keeps what it acknowledged', {
  timeout: 900_000,
}, async () => {
  const notes: string[] = [];
  const faults = ['stop', 'both'] as const;
  const say = (note: string) => void notes.push(note);
  const found = await runCampaign({ faults, machines: 2, people: 4, say });
  expect(found).toMatchObject({ lost: [], invented: [], doubled: [] });
  expect(found.acknowledged).toBeGreaterThan(10);
  expect(notes).toHaveLength(faults.length);
  // It waited five seconds for connections that were kept alive.
  const [, stopMs] = /stopped in (\d+) ms/.exec(notes.join()) ?? [];
  expect(Number(stopMs)).toBeLessThan(4500);
});
