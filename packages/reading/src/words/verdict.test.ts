import { expect, it } from 'vitest';
import { verdictWords } from './verdict.ts';

it('calls a log ok only where every command was carried out again', () => {
  expect(verdictWords({ seq: 12, carriedOut: 12, onlyFolded: 0 })).toBe(
    'ok: 12 commands, carried out again, give the same facts',
  );
  expect(verdictWords({ seq: 12, carriedOut: 0, onlyFolded: 12 })).toBe(
    'only folded: 12 of 12 entries, of engine versions whose rules are not kept here',
  );
  expect(verdictWords({ seq: 12, carriedOut: 1, onlyFolded: 11 })).toBe(
    'only folded: 11 of 12 entries, of engine versions whose rules are not kept here; 1 command, carried out again, gives the same facts',
  );
  expect(verdictWords({ seq: 12, carriedOut: 0, onlyFolded: 0 })).toBe(
    'the chain of 12 entries holds; nothing was carried out again',
  );
});
