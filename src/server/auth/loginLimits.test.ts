import { describe, expect, it } from 'vitest';
import { createLoginLimits, type LoginAttempt, type LoginLimits } from './loginLimits.ts';

const from = (address: string, email = 'victim@example.org', deviceId: string | null = null): LoginAttempt => ({
  email,
  address,
  deviceId,
});

function admitted(limits: LoginLimits, attempts: LoginAttempt[]): number {
  let count = 0;
  for (const attempt of attempts) if (limits.admit(attempt).ok) count += 1;
  return count;
}
const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

describe('how many wrong passwords are too many', () => {
  it('eight for one account from one address, however it is written', () => {
    const limits = createLoginLimits();
    expect(
      admitted(
        limits,
        times(20, (n) => from('192.0.2.1', n % 2 ? 'Victim@Example.org ' : 'victim@example.org')),
      ),
    ).toBe(8);
    expect(limits.admit(from('192.0.2.1'))).toMatchObject({ ok: false, retryAfterSeconds: expect.any(Number) });
    expect(limits.admit(from('192.0.2.2'))).toEqual({ ok: true });
  });

  it('sixty for one account from many addresses; a browser of its owner still gets in', () => {
    const limits = createLoginLimits();
    expect(
      admitted(
        limits,
        times(100, (n) => from(`198.51.100.${n}`)),
      ),
    ).toBe(60);
    expect(limits.admit(from('203.0.113.1'))).toMatchObject({ ok: false });
    expect(limits.admit(from('203.0.113.1', 'victim@example.org', 'own-browser'))).toEqual({ ok: true });
  });

  it('for many accounts from one address: nobody is stopped, and who goes on guessing is answered later', () => {
    const limits = createLoginLimits();
    const wrong = times(300, (n) => from('192.0.2.1', `student-${n}@example.org`));
    expect(admitted(limits, wrong)).toBe(300);
    const held = wrong.map((attempt) => limits.failed(attempt));
    expect(held[0]).toBe(0);
    expect(held.at(-1)).toBe(1000);
    expect(limits.admit(from('192.0.2.1', 'classmate@example.org'))).toEqual({ ok: true });
  });

  it('slow down before they lock', () => {
    const limits = createLoginLimits();
    const held = times(8, () => from('192.0.2.1')).map((attempt) => {
      limits.admit(attempt);
      return limits.failed(attempt);
    });
    expect(held).toEqual([0, 0, 0, 500, 1000, 2000, 4000, 4000]);
  });

  it('five hundred people behind one address are in within a minute, under attack from that very address', () => {
    let now = 0;
    const limits = createLoginLimits({ nowMs: () => now });
    for (let n = 0; n < 500; n++) {
      const own = from('192.0.2.1', `student-${n}@example.org`);
      for (let guess = 0; guess < 20; guess++) {
        const invented = from('192.0.2.1', `invented-${n}-${guess}@example.org`);
        expect(limits.admit(invented)).toEqual({ ok: true });
        limits.failed(invented);
      }
      for (let guess = 0; guess < 5; guess++) {
        limits.admit(own);
        limits.failed(own);
      }
      expect(limits.admit(own)).toEqual({ ok: true });
      limits.forgive(own);
      // The check of a password.
      now += 100;
    }
    expect(now).toBeLessThan(60_000);
  });

  it('are forgotten by a monotonic clock', () => {
    let now = 0;
    const limits = createLoginLimits({ nowMs: () => now });
    admitted(
      limits,
      times(20, () => from('192.0.2.1')),
    );
    now += 15 * 60_000 - 1;
    expect(limits.admit(from('192.0.2.1'))).toEqual({ ok: false, retryAfterSeconds: 1 });
    now += 1;
    expect(limits.admit(from('192.0.2.1'))).toEqual({ ok: true });
  });

  it('hammering one account does not use up the address that a room shares', () => {
    const limits = createLoginLimits();
    admitted(
      limits,
      times(1000, () => from('192.0.2.1')),
    );
    expect(
      admitted(
        limits,
        times(100, (n) => from('192.0.2.1', `student-${n}@example.org`)),
      ),
    ).toBe(100);
  });

  it('a right password was no wrong one', () => {
    const limits = createLoginLimits();
    for (const attempt of times(300, (n) => from('192.0.2.1', `student-${n % 40}@example.org`))) {
      expect(limits.admit(attempt)).toEqual({ ok: true });
      limits.forgive(attempt);
    }
  });

  it('many at once are counted as well as one after the other', () => {
    const limits = createLoginLimits();
    const answers = times(50, () => limits.admit(from('192.0.2.1')));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(8);
  });
});

it('nobody is kept from signing up by others behind the same address; after five hundred of them it takes longer', () => {
  const limits = createLoginLimits();
  const holdsMs = times(2000, () => limits.signUp('192.0.2.1'));
  expect(Math.max(...holdsMs.slice(0, 500))).toBe(0);
  expect(holdsMs[599]).toBe(2000);
  expect(Math.max(...holdsMs)).toBe(4000);
  expect(limits.signUp('192.0.2.2')).toBe(0);
});
