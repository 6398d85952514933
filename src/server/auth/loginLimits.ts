import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { addressKey } from './addressKey.ts';

const MINUTE = 60;
const QUARTER = 15 * MINUTE;

/**
 * How many wrong passwords are allowed. Forty people in one room share an address, so the address alone must not stop
 * them. One account is protected against guesses from one address and from many. Guessing must not lock the owner out:
 * a browser that logged in before is counted by itself (`device`), not together with strangers.
 */
const BOUNDS = {
  pair: { points: 8, duration: QUARTER },
  device: { points: 8, duration: QUARTER },
  account: { points: 60, duration: 60 * MINUTE },
  address: { points: 200, duration: QUARTER },
} as const;
type Bound = keyof typeof BOUNDS;

export type LoginAttempt = {
  email: string;
  address: string /** From a browser that proved an earlier log-in to this account. */;
  deviceId: string | null;
};
export type LoginLimits = {
  /** Counts the attempt before the password is checked, so that parallel attempts cannot pass the limit. */
  admit(attempt: LoginAttempt): Promise<{ ok: true } | { ok: false; retryAfterSeconds: number }>;
  /** The password was right: the attempt is not counted. */
  forgive(attempt: LoginAttempt): Promise<void>;
};

export function createLoginLimits(): LoginLimits {
  const limiters = Object.fromEntries(
    Object.entries(BOUNDS).map(([name, bound]) => [name, new RateLimiterMemory({ ...bound, keyPrefix: name })]),
  ) as Record<Bound, RateLimiterMemory>;

  return {
    async admit(attempt) {
      const counted: [Bound, string][] = [];
      for (const [bound, key] of keysOf(attempt)) {
        const waitMs = await tryConsume(limiters[bound], key);
        if (waitMs === null) {
          counted.push([bound, key]);
          continue;
        }
        // A refused attempt is not counted elsewhere: attacks on one account must not use up the limit of the room's address.
        for (const [other, otherKey] of counted) await limiters[other].reward(otherKey, 1);
        return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
      }
      return { ok: true };
    },
    async forgive(attempt) {
      for (const [bound, key] of keysOf(attempt)) {
        if (bound === 'pair' || bound === 'device') await limiters[bound].delete(key);
        else await limiters[bound].reward(key, 1);
      }
    },
  };
}

function keysOf({ email, address, deviceId }: LoginAttempt): [Bound, string][] {
  const account = createHash('sha256').update(email.trim().toLowerCase()).digest('base64url');
  if (deviceId !== null) return [['device', `${account}:${deviceId}`]];
  const from = addressKey(address);
  return [
    ['pair', `${account}:${from}`],
    ['account', account],
    ['address', from],
  ];
}

async function tryConsume(limiter: RateLimiterMemory, key: string): Promise<number | null> {
  try {
    await limiter.consume(key, 1);
    return null;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
    throw refusal;
  }
}
