import { describe, expect, it } from 'vitest';
import { replay, serialise, shortfallOf } from '../index.ts';
import type { Aftermath, Change } from './index.ts';
import { tryChange, vary } from './index.ts';
import { recorded, seqOf } from './testLog.ts';

/** Ben goes on, piece by piece, after the first kill. */
const MAIN = recorded([
  'ana: spawn db',
  'ana: mmap db pool 110M rw private',
  'ana: touch db pool 0 110M w',
  'ana: fork db bgsave',
  'ana: touch bgsave pool 0 60M w',
  'ben: spawn web',
  'ben: mmap web cache 200M rw private',
  ...Array.from({ length: 9 }, (_, i) => `ben: touch web cache ${i * 10}M 10M w`),
]);
const killsOf = (entries: typeof MAIN.entries) =>
  entries.flatMap(({ seq, facts }) =>
    facts.flatMap((fact) => (fact.type === 'VictimChosen' ? [{ at: seq, process: fact.victim.process }] : [])),
  );
const FIRST = killsOf(MAIN.entries)[0] ?? expect.fail('nobody dies');
const STANDING = serialise(replay(MAIN.spec, MAIN.entries, FIRST.at - 1));

function tried(change: Change): Aftermath | null {
  const run = tryChange(STANDING, MAIN.entries.slice(FIRST.at - 1), change);
  for (;;) {
    const step = run.next();
    if (step.done) return step.value;
  }
}

describe('[VAR-15] a change is carried to the end of the log', () => {
  it('[VAR-15] without an effect the same die at the same entries', () => {
    expect(tried({ line: 'nice db 0' })).toEqual({
      kills: killsOf(MAIN.entries),
      panic: null,
      end: MAIN.entries.length,
      gaveUp: false,
    });
  });

  it('[VAR-15] what saves everybody at one entry may only put the death off', () => {
    const search = shortfallOf(replay(MAIN.spec, MAIN.entries, FIRST.at - 1), MAIN.entries[FIRST.at - 1] as never);
    let step = search.next();
    while (!step.done) step = search.next();
    const pages = step.value?.swap ?? expect.fail('no amount of swap');
    const found = tried({ moreSwap: pages });
    const lane = vary(MAIN, { from: FIRST.at - 1, swapKb: (pages + 1) * 4 });
    expect(found?.kills).toEqual(killsOf(lane.entries));
    expect(found?.kills[0]?.at).toBeGreaterThan(FIRST.at);
    expect(tried({ moreSwap: 300 * 256 })?.kills).toEqual([]);
    expect(tried({ moreRam: 300 * 256 })).toMatchObject({ kills: [], end: MAIN.entries.length });
  });

  it('[VAR-15] a line is typed by root before the entry, and numbers stay those of the log', () => {
    const found = tried({ line: 'oom_score_adj db -500' });
    expect(found?.kills[0]).toEqual({ at: FIRST.at, process: 'bgsave' });
    expect(found?.end).toBe(MAIN.entries.length);
    expect(tried({ line: 'oom_score_adj nobody -500' })).toBeNull();
    expect(tried({ line: 'no such line' })).toBeNull();
  });

  it('[VAR-15] a group’s limit is raised, also where the entry itself sets it', () => {
    const main = recorded([
      'root: cgroup app',
      'root: spawn a',
      'root: cgjoin a app',
      'root: mmap a r 40M rw private',
      'root: touch a r 0 40M w',
      'root: cgset app memory.max 20M',
      'root: spawn b',
    ]);
    const at = seqOf(main, 'cgset app memory.max 20M');
    expect(killsOf(main.entries)).toEqual([{ at, process: 'a' }]);
    const run = tryChange(serialise(replay(main.spec, main.entries, at - 1)), main.entries.slice(at - 1), {
      group: 'app',
      max: 60 * 256,
    });
    let step = run.next();
    while (!step.done) step = run.next();
    expect(step.value?.kills).toEqual([]);
  });
});
