import { expect, it } from 'vitest';
import { verifyWords } from './verifyRun.ts';

it('says how far a log is what was recorded, and how that is known', () => {
  expect(verifyWords({ ok: true, seq: 12, carriedOut: 12, onlyFolded: 0, digest: '' })).toEqual({
    text: 'Ok: 12 commands, carried out again, give the same facts.',
    isWorrying: false,
  });
  expect(verifyWords({ ok: null, seq: 12, carriedOut: 9, onlyFolded: 3, digest: '' }).text).toBe(
    'Only folded: 3 of 12 entries, of engine versions whose rules are not kept here; 9 commands, carried out again, give the same facts.',
  );
  expect(verifyWords({ ok: false, seq: 7, message: 'its hash does not match' })).toEqual({
    text: 'Entry #7 is not as recorded: its hash does not match.',
    isWorrying: true,
  });
  expect(verifyWords({ ok: 'stopped', seq: 3 }).text).toBe('Stopped after entry #3.');
});
