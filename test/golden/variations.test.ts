import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest, type MainLine, POLICY_IDS, replay, restFaults, vary, violations } from '@overcommit/engine';
import { parseLog } from '@overcommit/protocol';
import { describe, expect, it } from 'vitest';

const DIR = import.meta.dirname;
const LOGS = readdirSync(DIR).filter((file) => file.endsWith('.ndjson'));
/** Recorded by this engine, and by earlier ones. */
const [OWN, EARLIER] = [LOGS.filter((file) => !file.includes('@')), LOGS.filter((file) => file.includes('@'))];

/** What people saw of an entry: its answer, and who died. */
function told({ facts }: MainLine['entries'][number]): unknown[] {
  return facts.flatMap((fact) =>
    fact.type === 'Answered' ? [fact.result] : fact.type === 'ProcessEnded' ? [fact.process, fact.cause] : [],
  );
}

function read(file: string): MainLine {
  const log = parseLog(readFileSync(join(DIR, file), 'utf8'));
  if (!log.ok) throw new Error(log.problem.message);
  return { spec: log.header.machine.spec, entries: log.entries };
}

describe('golden logs carried out anew', () => {
  it.each(OWN)('%s under its own policy: nobody would notice a difference, and nothing is skipped', (file) => {
    const { report } = vary(read(file), { from: 0 });
    expect(report).toMatchObject({ divergence: null, skipped: 0, gaveUp: null });
  });

  // An engine that counts some page more exactly may kill a few pages earlier or later, but the same processes for the same calls.
  it.each(EARLIER)('%s under its own policy: the same answers and deaths as the earlier engine gave', (file) => {
    const main = read(file);
    const { report, entries } = vary(main, { from: 0 });
    expect(report).toMatchObject({ skipped: 0, gaveUp: null });
    expect(entries.map(told)).toEqual(main.entries.map(told));
  });

  // An earlier engine may have given other frames, so the log is first recorded by this engine.
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
