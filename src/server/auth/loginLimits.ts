import { createHash } from 'node:crypto';
import { addressKey } from './addressKey.ts';
import { alone, type Counted } from './countTogether.ts';
import { createWindowCounter, type WindowCounter } from './windowCounter.ts';

const MINUTE = 60;
const QUARTER = 15 * MINUTE;

/**
 * How many wrong passwords are allowed. Five hundred people in one hall share an address, so what others do there never
 * stops anyone. One account is protected against guesses from one address and from many. Guessing must not lock the owner
 * out: a browser that logged in before is counted by itself (`device`), not together with strangers.
 */
const BOUNDS = {
  pair: { points: 8, duration: QUARTER },
  device: { points: 8, duration: QUARTER },
  account: { points: 60, duration: 60 * MINUTE },
} as const;
type Bound = keyof typeof BOUNDS;

/** Wrong passwords from an address, for accounts of any name: they stop nobody, and slow down who goes on guessing. */
const NOISY = { points: 1_000_000, duration: QUARTER };
const NOISY_AT = 200;
/** Accounts that were made from an address within an hour. A lecture hall makes as many as it likes; who goes on waits. */
const SIGN_UPS = { points: 1_000_000, duration: 60 * MINUTE };
const SIGN_UPS_AT = 500;
/** From this wrong password on, the answer to the next one takes longer, up to `MOST_HOLD_MS`. */
const SLOW_AT = 4;
const MOST_HOLD_MS = 4000;

export type LoginAttempt = {
  email: string;
  address: string /** From a browser that proved an earlier log-in to this account. */;
  deviceId: string | null;
};
export type LoginLimits = {
  /** Counts the attempt before the password is checked, so that parallel attempts cannot pass the limit. */
  admit(attempt: LoginAttempt): { ok: true } | { ok: false; retryAfterSeconds: number };
  /** The password was right: the attempt is not counted. */
  forgive(attempt: LoginAttempt): void;
  /** The password was wrong: for how many milliseconds to hold the answer back. */
  failed(attempt: LoginAttempt): number;
  /** Counts a sign-up, which nothing refuses: for how many milliseconds to hold it back. */
  signUp(address: string): number;
};

export type LoginLimitsPorts = { nowMs?: () => number; counted?: Counted };

export function createLoginLimits({ nowMs, counted = alone }: LoginLimitsPorts = {}): LoginLimits {
  const counters = Object.fromEntries(
    Object.entries(BOUNDS).map(([name, bound]) => [name, counted(`login ${name}`, createWindowCounter(bound, nowMs))]),
  ) as Record<Bound, WindowCounter>;
  const noise = counted('login noise', createWindowCounter(NOISY, nowMs));
  const signUps = counted('sign-ups', createWindowCounter(SIGN_UPS, nowMs));

  return {
    admit(attempt) {
      const counted: [Bound, string][] = [];
      for (const [bound, key] of keysOf(attempt)) {
        const waitMs = counters[bound].take(key);
        if (waitMs === null) {
          counted.push([bound, key]);
          continue;
        }
        // A refused attempt is not counted elsewhere.
        for (const [other, otherKey] of counted) counters[other].giveBack(otherKey);
        return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
      }
      return { ok: true };
    },
    forgive(attempt) {
      for (const [bound, key] of keysOf(attempt)) {
        if (bound === 'account') counters[bound].giveBack(key);
        else counters[bound].clear(key);
      }
    },
    failed(attempt) {
      const from = addressKey(attempt.address);
      noise.take(from);
      const [[bound, key]] = keysOf(attempt);
      const own = counters[bound].count(key) - SLOW_AT;
      const isNoisy = noise.count(from) > NOISY_AT;
      return Math.min(MOST_HOLD_MS, Math.max(own >= 0 ? 500 * 2 ** own : 0, isNoisy ? 1000 : 0));
    },
    signUp(address) {
      const from = addressKey(address);
      signUps.take(from);
      return Math.min(MOST_HOLD_MS, Math.max(0, signUps.count(from) - SIGN_UPS_AT) * 20);
    },
  };
}

function keysOf({ email, address, deviceId }: LoginAttempt): [[Bound, string], ...[Bound, string][]] {
  const account = createHash('sha256').update(email.trim().toLowerCase()).digest('base64url');
  if (deviceId !== null) return [['device', `${account}:${deviceId}`]];
  return [
    ['pair', `${account}:${addressKey(address)}`],
    ['account', account],
  ];
}
