import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialise, digest, ENGINE_VERSION, type MainLine, POLICY_IDS, replay, serialise, vary } from '@overcommit/engine';
import { parseLog, verifyLog } from '@overcommit/protocol';
import { describe, expect, it } from 'vitest';

const DIR = join(import.meta.dirname, 'kernels');
const FILES = readdirSync(DIR);
const LOGS = FILES.filter((file) => file.endsWith('.ndjson'));

function read(file: string): { text: string; main: MainLine; end: string } {
  const text = readFileSync(join(DIR, file), 'utf8');
  const log = parseLog(text);
  if (!log.ok || !log.end) throw new Error(`${file} does not parse`);
  return { text, main: { spec: log.header.machine.spec, entries: log.entries }, end: log.end.digest };
}

/**
 * Logs of engines that weighed processes by another rule [KBSD-4], or did not count the kernel's slab for a process [CAL-9], so
 * that memory ran out a few pages later: their victims have other points today.
 */
const WEIGHED_OTHERWISE = /\.freebsd@0\.[45]\.0|^shortage\..*@0\.[456]\.0/;

/** What an entry answered, and who died of it. */
function outcome({ facts }: MainLine['entries'][number], hasPoints: boolean): unknown[] {
  return facts.flatMap((fact): unknown[] => {
    if (fact.type === 'Answered') return [fact.result];
    if (fact.type === 'VictimChosen') return [hasPoints ? fact.victim : fact.victim.process];
    return fact.type === 'ProcessEnded' ? [fact.process, fact.cause] : [];
  });
}

describe('golden logs of every kernel', () => {
  it.each(POLICY_IDS)('%s has one of each script', (policy) => {
    const scripts = FILES.filter((file) => file.endsWith('.txt')).map((file) => file.replace('.txt', ''));
    expect(scripts.length).toBeGreaterThanOrEqual(2);
    for (const script of scripts) expect(LOGS).toContain(`${script}.${policy}@0.4.0.ndjson`);
  });

  it.each(LOGS)('%s verifies, and folds to its digest, through a snapshot half-way too', (file) => {
    const { text, main, end } = read(file);
    const isOld = main.entries.some(({ engineVersion }) => engineVersion !== ENGINE_VERSION);
    expect(verifyLog(text)).toMatchObject({ ok: isOld ? null : true, onlyFolded: isOld ? main.entries.length : 0 });
    const half = Math.floor(main.entries.length / 2);
    const early = deserialise(serialise(replay(main.spec, main.entries, half)));
    expect(digest(early)).toBe(digest(replay(main.spec, main.entries, half)));
    expect(digest(replay(main.spec, main.entries))).toBe(end);
  });

  // An engine that counts pages more exactly may give other figures; answers and deaths stay the same.
  it.each(LOGS)('%s carried out anew gives the same answers, victims and deaths', (file) => {
    const { main } = read(file);
    const { report, entries } = vary(main, { from: 0 });
    expect(report).toMatchObject({ skipped: 0, gaveUp: null });
    const told = (entry: MainLine['entries'][number]) => outcome(entry, !WEIGHED_OTHERWISE.test(file));
    expect(entries.map(told)).toEqual(main.entries.map(told));
  });
});
