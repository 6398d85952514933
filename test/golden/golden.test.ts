import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialise, digest, replay, serialise } from '@overcommit/engine';
import { parseLog, verifyLog } from '@overcommit/protocol';
import { describe, expect, it } from 'vitest';

const DIR = import.meta.dirname;
const LOGS = readdirSync(DIR).filter((file) => file.endsWith('.ndjson'));

describe('golden logs', () => {
  it('are there', () => {
    expect(LOGS.length).toBeGreaterThanOrEqual(4);
  });

  for (const file of LOGS) {
    const text = readFileSync(join(DIR, file), 'utf8');

    it(`${file} verifies: numbers, hash chain, facts and digest`, () => {
      const verdict = verifyLog(text);
      // The rules of an earlier engine are not kept: its entries are folded, and are not called ok.
      const counted = file.includes('@') ? { ok: null, carriedOut: 0 } : { ok: true, onlyFolded: 0 };
      expect(verdict).toMatchObject(counted);
    });

    it(`${file} folds to the same digest with a snapshot at every entry`, () => {
      const log = parseLog(text);
      if (!log.ok) throw new Error(log.problem.message);
      const { header, entries, end } = log;
      for (let at = 0; at <= entries.length; at++) {
        const early = replay(header.machine.spec, entries, at);
        expect(digest(deserialise(serialise(early)))).toBe(digest(early));
      }
      expect(digest(replay(header.machine.spec, entries))).toBe(end?.digest);
    });
  }
});
