import { expect, it } from 'vitest';
import { completed } from './useShell.ts';

it('completes to what all candidates begin with, and offers them', () => {
  expect(completed('to', ['touch'])).toEqual({ line: 'touch ', rest: [] });
  expect(completed('touch d', ['db', 'db2'])).toEqual({ line: 'touch db', rest: ['db', 'db2'] });
  expect(completed('touch d', ['touch db'])).toEqual({ line: 'touch db ', rest: [] });
});
