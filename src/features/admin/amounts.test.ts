import { expect, it } from 'vitest';
import { bytes, uptime } from './amounts.ts';

it('says bytes in the unit that leaves few digits', () => {
  expect([400, 12_345, 999_400, 12_300_000, 5_000_000_000].map(bytes)).toEqual([
    '0.4\u00a0kB',
    '12.3\u00a0kB',
    '999\u00a0kB',
    '12.3\u00a0MB',
    '5.0\u00a0GB',
  ]);
});

it('says how long it has been up in the largest unit that fits twice', () => {
  expect([5, 60, 119 * 60, 120 * 60, 49 * 3600].map(uptime)).toEqual([
    'less than a minute',
    '1\u00a0minute',
    '119\u00a0minutes',
    '2\u00a0hours',
    '2\u00a0days',
  ]);
});
