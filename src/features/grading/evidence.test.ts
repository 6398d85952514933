import { boot, type Command, type Entry, execute, makeEntry, parseLine } from '@overcommit/engine';
import { activityIn } from '@overcommit/reading';
import { describe, expect, it } from 'vitest';
import { evidenceLines } from './evidence.ts';

const machine = boot({ memKb: 256 * 1024, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} });
const entries: Entry[] = [];
function send(actor: string, command: Command): void {
  const done = execute(machine, command, actor);
  if (!done.ok) throw new Error(done.rejection.message);
  entries.push(makeEntry(machine, { actor, command, commandId: `c${entries.length}`, facts: done.facts }));
}
const type = (actor: string, line: string) => {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(parsed.rejection.message);
  send(actor, parsed.command);
};
send('system', { verb: 'seat', actor: 'ana', uid: 1001, role: 'student' });
send('system', { verb: 'seat', actor: 'ben', uid: 1002, role: 'student' });
type('ana', 'spawn db');
type('ana', 'mmap db pool 150M rw private');
type('ana', 'touch db pool 0 150M w');
type('system', 'tick 1');
type('ben', 'spawn web');
type('ben', 'mmap web cache 200M rw private');
type('ben', 'touch web cache 0 100M w');

describe('evidence in the log', () => {
  it('shows the deciding entry among its neighbours, without seats and quiet ticks', () => {
    const lines = evidenceLines(entries, [9]);
    expect(lines.map((line) => [line.seq, line.isEvidence])).toEqual([
      [7, false],
      [8, false],
      [9, true],
    ]);
    expect(lines.at(-1)).toMatchObject({
      actor: 'ben',
      text: 'touch web cache 100M',
      kill: expect.stringContaining('db killed'),
    });
  });

  it('without evidence shows the log from its end', () => {
    expect(evidenceLines(entries, []).map((line) => line.seq)).toEqual([3, 4, 5, 7, 8, 9]);
    expect(evidenceLines([], [3])).toEqual([]);
  });

  it('counts what each person did, and whose command killed', () => {
    const doers = activityIn(entries);
    expect([...doers.keys()]).toEqual(['ana', 'ben']);
    expect(doers.get('ana')).toEqual({ commands: 3, errors: 0, refusals: 0, killsCaused: 0, killsSuffered: 1 });
    expect(doers.get('ben')).toEqual({ commands: 3, errors: 0, refusals: 0, killsCaused: 1, killsSuffered: 0 });
  });
});
