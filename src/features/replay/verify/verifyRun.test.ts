import { expect, it } from 'vitest';
import { verifyWords } from './verifyRun.ts';

it('says how far a log is what was recorded, and how that is known', () => {
  expect(verifyWords({ ok: true, seq: 12, carriedOut: 12, digest: '' })).toEqual({
    text: 'Identical to entry #12: the chain of hashes holds, and every command, run again, gives the same facts.',
    isWorrying: false,
  });
  expect(verifyWords({ ok: true, seq: 12, carriedOut: 9, digest: '' }).text).toContain(
    '9 commands, run again, give the same facts; 3 were recorded by another version of the engine',
  );
  expect(verifyWords({ ok: false, seq: 7, message: 'its hash does not match' })).toEqual({
    text: 'Entry #7 is not as recorded: its hash does not match.',
    isWorrying: true,
  });
  expect(verifyWords({ ok: null, seq: 3 }).text).toBe('Stopped after entry #3.');
});
