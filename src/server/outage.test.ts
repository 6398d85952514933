import { expect, it } from 'vitest';
import { isDiskFull, isOutage, outageSentence } from './outage.ts';

const error = (message: string, more: object = {}) => Object.assign(new Error(message), more);

it('knows an outage of the database in the words of each layer', () => {
  const outages = [
    error('connect ECONNREFUSED 127.0.0.1:5432', { code: 'ECONNREFUSED' }),
    error('Connection terminated unexpectedly'),
    error('terminating connection due to administrator command', { code: '57P01' }),
    error('could not extend file: No space left on device', { code: '53100' }),
    error('Raw query failed', { code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: '57P03' } } } }),
    error('Transaction API error', { code: 'P2028' }),
    error('wrapped', { cause: error('inner', { cause: error('x', { code: '08006' }) }) }),
    error('', { body: { code: 'FAILED_TO_GET_SESSION' } }),
  ];
  for (const one of outages) expect(isOutage(one), one.message).toBe(true);
});

it('takes nothing else for one', () => {
  const faults = [
    error('duplicate key value', { code: '23505' }),
    error('Record not found', { code: 'P2025' }),
    error('entry 7 does not follow 5'),
    error('15300 pages', {}),
    null,
    'ECONNREFUSED',
  ];
  for (const one of faults) expect(isOutage(one)).toBe(false);
});

it('says of a full disk that it is full, and of every outage that nothing is lost', () => {
  const full = error('wrapped', { cause: error('could not extend file', { code: '53100' }) });
  const down = error('connect ECONNREFUSED 127.0.0.1:5432', { code: 'ECONNREFUSED' });
  expect([isDiskFull(full), isDiskFull(down)]).toEqual([true, false]);
  expect(outageSentence(full)).toMatch(/disk of this server is full.*What was stored is safe/);
  expect(outageSentence(down)).toMatch(/does not answer.*What was stored is safe/);
});
