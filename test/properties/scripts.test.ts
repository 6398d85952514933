import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { boot, type Fact } from '@overcommit/engine';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scriptDrafts } from './draft.ts';
import { foldSoundly, playDraft, playScript, printScript, readScript, Unsound } from './play.ts';

const PINNED = join(import.meta.dirname, 'pinned');
const SCRIPTS = 2000;

it(`${SCRIPTS} drawn scripts leave every machine sound, and fold, rerun and survive a snapshot to the same digest`, () => {
  let played = 0;
  fc.assert(
    fc.property(scriptDrafts(30), (draft) => {
      playDraft(draft);
      played += 1;
    }),
    { seed: 20261125, numRuns: SCRIPTS, endOnFailure: true },
  );
  expect(played).toBe(SCRIPTS);
}, 900_000);

for (const file of readdirSync(PINNED)) {
  it(`a script that once failed: ${basename(file, '.txt')}`, () => {
    const text = readFileSync(join(PINNED, file), 'utf8');
    const played = playScript(readScript(text));
    expect(printScript(played.script)).toBe(text.trim());
    expect(played.entries.length).toBeGreaterThan(3);
  });
}

it('a fact that goes missing is noticed', () => {
  const { script, entries } = playScript(
    readScript(readFileSync(join(PINNED, 'cached-slots-in-another-order.txt'), 'utf8')),
  );
  const must = (fault: string | null): void => {
    if (fault !== null) throw new Unsound(script, fault);
  };
  const fold = (leaveOut: Fact['type'] | null) => (): void => {
    const twin = boot(script.spec);
    for (const entry of entries) {
      foldSoundly(twin, { ...entry, facts: entry.facts.filter(({ type }) => type !== leaveOut) }, must);
    }
  };
  expect(fold(null)).not.toThrow();
  expect(fold('ChargeDecided')).toThrow(Unsound);
  expect(fold('TablesMade')).toThrow(Unsound);
});
