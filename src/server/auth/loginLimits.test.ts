import { describe, expect, it } from 'vitest';
import { createLoginLimits, type LoginAttempt, type LoginLimits } from './loginLimits.ts';

const from = (address: string, email = 'victim@example.org', deviceId: string | null = null): LoginAttempt => ({
  email,
  address,
  deviceId,
});

async function admitted(limits: LoginLimits, attempts: LoginAttempt[]): Promise<number> {
  let count = 0;
  for (const attempt of attempts) if ((await limits.admit(attempt)).ok) count += 1;
  return count;
}
const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

describe('how many wrong passwords are too many', () => {
  it('eight for one account from one address, however it is written', async () => {
    const limits = createLoginLimits();
    expect(
      await admitted(
        limits,
        times(20, (n) => from('192.0.2.1', n % 2 ? 'Victim@Example.org ' : 'victim@example.org')),
      ),
    ).toBe(8);
    expect(await limits.admit(from('192.0.2.1'))).toMatchObject({ ok: false, retryAfterSeconds: expect.any(Number) });
    expect(await limits.admit(from('192.0.2.2'))).toEqual({ ok: true });
  });

  it('sixty for one account from many addresses; a browser of its owner still gets in', async () => {
    const limits = createLoginLimits();
    expect(
      await admitted(
        limits,
        times(100, (n) => from(`198.51.100.${n}`)),
      ),
    ).toBe(60);
    expect(await limits.admit(from('203.0.113.1'))).toMatchObject({ ok: false });
    expect(await limits.admit(from('203.0.113.1', 'victim@example.org', 'own-browser'))).toEqual({ ok: true });
  });

  it('two hundred from one address for many accounts', async () => {
    const limits = createLoginLimits();
    expect(
      await admitted(
        limits,
        times(300, (n) => from('192.0.2.1', `student-${n}@example.org`)),
      ),
    ).toBe(200);
  });

  it('hammering one account does not use up the address that a room shares', async () => {
    const limits = createLoginLimits();
    await admitted(
      limits,
      times(1000, () => from('192.0.2.1')),
    );
    expect(
      await admitted(
        limits,
        times(100, (n) => from('192.0.2.1', `student-${n}@example.org`)),
      ),
    ).toBe(100);
  });

  it('a right password was no wrong one', async () => {
    const limits = createLoginLimits();
    for (const attempt of times(300, (n) => from('192.0.2.1', `student-${n % 40}@example.org`))) {
      expect(await limits.admit(attempt)).toEqual({ ok: true });
      await limits.forgive(attempt);
    }
  });

  it('many at once are counted as well as one after the other', async () => {
    const limits = createLoginLimits();
    const answers = await Promise.all(times(50, () => limits.admit(from('192.0.2.1'))));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(8);
  });
});
