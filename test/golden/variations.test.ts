import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest, type MainLine, POLICY_IDS, replay, restFaults, vary, violations } from '@overcommit/engine';
import { parseLog } from '@overcommit/protocol';
import { describe, expect, it } from 'vitest';

const DIR = import.meta.dirname;
const LOGS = readdirSync(DIR).filter((file) => file.endsWith('.ndjson'));

function read(file: string): MainLine {
  const log = parseLog(readFileSync(join(DIR, file), 'utf8'));
  if (!log.ok) throw new Error(log.problem.message);
  return { spec: log.header.machine.spec, entries: log.entries };
}

describe('golden logs carried out anew', () => {
  it.each(LOGS)('%s under its own policy: nobody would notice a difference, and nothing is skipped', (file) => {
    const { report } = vary(read(file), { from: 0 });
    expect(report).toMatchObject({ divergence: null, skipped: 0, gaveUp: null });
  });

  // Logs of an earlier engine may lie in other frames than this one gives: recorded by this engine, they are equal.
  it.each(LOGS)('%s recorded by this engine is digest-equal under its own policy, from every entry', (file) => {
    const { spec, entries: old } = read(file);
    const entries = vary({ spec, entries: old }, { from: 0 }).entries;
    const end = digest(replay(spec, entries));
    for (let from = 0; from <= entries.length; from += 1) {
      const anew = vary({ spec, entries }, { from });
      expect(digest(anew.machine), `from ${from}`).toBe(end);
      expect(anew.entries).toEqual(entries.slice(from));
    }
  });

  it.each(POLICY_IDS)('go on soundly under %s from every entry', (policy) => {
    for (const file of LOGS) {
      const main = read(file);
      for (let from = 0; from <= main.entries.length; from += 1) {
        const { machine } = vary(main, { from, policy });
        expect([...violations(machine), ...restFaults(machine)], `${file} from ${from}`).toEqual([]);
      }
    }
  });
});
