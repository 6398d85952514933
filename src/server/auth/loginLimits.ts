import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { addressKey } from './addressKey.ts';

const MINUTE = 60;
const QUARTER = 15 * MINUTE;

/**
 * How many wrong passwords are too many. A room of forty people shares one address, so the address alone may not stop
 * them; one account may not be guessed at, neither from one address nor from many; and nobody may lock an account's
 * owner out by guessing: a browser that once logged in is counted by itself (`device`) and not with strangers.
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
  /** Counts the attempt before the password is looked at, so that many at once cannot slip through. */
  admit(attempt: LoginAttempt): Promise<{ ok: true } | { ok: false; retryAfterSeconds: number }>;
  /** The password was right: the attempt was none. */
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
        // What is refused is not counted elsewhere: hammering one account must not use up the room's address.
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
