import { boot, type Entry, execute, frameMap, type MachineSpec, makeEntry, parseLine } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { foldEntry } from './foldEntry.ts';
import { emptyHistory } from './history.ts';
import { pagesOf, stillFree } from './losses.ts';

const SPEC: MachineSpec = { memKb: 256 * 1024, swapKb: 0, policy: 'linux-6.1', seed: 7, settings: {} };
const STORY = [
  'spawn db',
  'mmap db pool 110M rw private',
  'touch db pool 0 110M w',
  'fork db bgsave',
  'touch db pool 0 60M w',
  'spawn web',
  'mmap web cache 200M rw private',
  ...[1, 2, 3, 4, 5].map((n) => `touch web cache ${n * 10}M 10M w`),
];

/** The history of Ana's lines, folded on a second machine. */
function play(lines: readonly string[], isExplained = true) {
  const machine = boot(SPEC);
  const entries: Entry[] = [];
  const send = (actor: string, command: Entry['command']) => {
    const done = execute(machine, command, actor);
    if (!done.ok) return expect.fail(done.rejection.message);
    entries.push(makeEntry(machine, { actor, command, commandId: `c${entries.length}`, facts: done.facts }));
  };
  send('system', { verb: 'seat', actor: 'ana', uid: 1000, role: 'student' });
  for (const line of lines) {
    const parsed = parseLine(line);
    send('ana', parsed.ok ? parsed.command : expect.fail(line));
  }
  const history = emptyHistory();
  const twin = boot(SPEC);
  for (const entry of entries) foldEntry(history, twin, entry, isExplained);
  return { history, twin };
}

it('a victim that shares with its child gives back less than it held, and the places are free', () => {
  const { history, twin } = play([...STORY, 'touch web cache 60M 10M w']);
  const [death] = history.deaths.filter(({ fact }) => fact.cause === 'oom-kill');
  const loss = death?.loss ?? expect.fail('no loss');
  expect(death?.fact.process).toBe('db');
  expect(loss.heldPages).toBeGreaterThan(110 * 256);
  expect(loss.freedPages).toBeGreaterThan(60 * 256);
  expect(loss.freedPages).toBeLessThan(62 * 256);
  expect(loss.promisedPages).toBeGreaterThan(110 * 256);
  expect(pagesOf(loss.freed)).toBe(loss.freedPages);
  // What the asker has taken since is no longer free; no other page has changed hands.
  const now = pagesOf(stillFree(loss.freed, frameMap(twin)));
  expect(now).toBeLessThan(loss.freedPages);
  expect(loss.freedPages - now).toBeLessThan(10 * 256);
});

it('is not measured where a log is only caught up with, and an exit is no kill', () => {
  const { history } = play([...STORY, 'touch web cache 60M 10M w', 'exit web 0'], false);
  expect(history.deaths.map(({ fact, loss }) => [fact.cause, loss])).toEqual([
    ['oom-kill', null],
    ['exit', null],
  ]);
});
