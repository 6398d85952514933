import { expect, it } from 'vitest';
import { statedRemedies } from './statedRemedies.ts';

it('the words of logs before 0.5.0 are read as what they say', () => {
  expect(statedRemedies({ remedy: 'vm/overcommit_memory 1 grants anything' })).toEqual([
    { knob: 'vm/overcommit_memory', to: 1 },
  ]);
  expect(statedRemedies({ remedies: [{ more: 'swap' }] })).toEqual([{ more: 'swap' }]);
  expect(statedRemedies({})).toEqual([]);
});
