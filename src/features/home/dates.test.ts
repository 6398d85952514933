import { expect, it } from 'vitest';
import { fromNow } from './dates.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const after = (hours: number) => fromNow(new Date(NOW.getTime() + hours * 3_600_000), NOW);

it('says how far away a date is in the unit in which people would', () => {
  expect(after(0.2)).toBe('in less than an hour');
  expect(after(1)).toBe('in 1 hour');
  expect(after(47)).toBe('in 47 hours');
  expect(after(48)).toBe('in 2 days');
  expect(after(59 * 24)).toBe('in 59 days');
  expect(after(-310 * 24)).toBe('10 months ago');
  expect(after(4026 * 24)).toBe('in 11 years');
});
