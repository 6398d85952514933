/**
 * What the engine keeps about its lists must be what asking again says: a stale note that a policy reads would be a wrong
 * fold. Here every note is held against a fresh answer, also those of lists too short to be worth one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { boot, type Entry, evolve, type MachineSpec } from '@overcommit/engine';
import { parseLog } from '@overcommit/protocol';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { scriptDrafts } from './draft.ts';
import { picture, playDraft } from './play.ts';

const { held } = vi.hoisted(() => ({ held: { kept: 0 } }));

vi.mock('../../packages/engine/src/memory/memo.ts', () => {
  const notes = new WeakMap<object, Map<unknown, unknown>>();
  return {
    memo: <T, S>(list: readonly T[], make: (list: readonly T[]) => S): S => {
      const made = make(list);
      const known = notes.get(list) ?? new Map<unknown, unknown>();
      if (known.has(make)) {
        held.kept += 1;
        if (!isDeepStrictEqual(known.get(make), made)) throw new Error(`a stale note of ${make.name}`);
      }
      notes.set(list, known.set(make, made));
      return made;
    },
    invalidate: (list: readonly unknown[]): void => {
      notes.delete(list);
    },
  };
});

/** Asks everything after each fact. */
function foldAsking(spec: MachineSpec, entries: readonly Entry[]): void {
  const m = boot(spec);
  for (const { facts, seq } of entries) {
    for (const fact of facts) {
      evolve(m, fact);
      picture(m);
    }
    m.seq = seq;
  }
}

it('while drawn scripts are played and folded no note is ever stale', () => {
  held.kept = 0;
  fc.assert(
    fc.property(scriptDrafts(30), (draft) => {
      const { script, entries } = playDraft(draft);
      foldAsking(script.spec, entries);
    }),
    { seed: 20261126, numRuns: 60, endOnFailure: true },
  );
  expect(held.kept).toBeGreaterThan(10_000);
}, 900_000);

it('nor while the golden logs are folded', () => {
  const dir = join(import.meta.dirname, '../golden');
  held.kept = 0;
  for (const file of readdirSync(dir).filter((name) => name.endsWith('.ndjson'))) {
    const log = parseLog(readFileSync(join(dir, file), 'utf8'));
    if (!log.ok) throw new Error(log.problem.message);
    foldAsking(log.header.machine.spec, log.entries);
  }
  expect(held.kept).toBeGreaterThan(10_000);
}, 900_000);
