import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { addressKey } from '../http/address.ts';

/** Per address: enough for a lecture hall behind one, too few to try codes or to fill the database. */
const BOUNDS = {
  signUp: { points: 200, duration: 3600 },
  joinCode: { points: 200, duration: 600 },
  link: { points: 60, duration: 600 },
  verify: { points: 20, duration: 60 },
  startMachine: { points: 120, duration: 600 },
} as const;
export type LimitedAction = keyof typeof BOUNDS;

export type ActionLimits = {
  /** Seconds to wait, or null: go ahead, it is counted. */
  count(action: LimitedAction, address: string): Promise<number | null>;
};

export function createActionLimits(): ActionLimits {
  const limiters = new Map(
    Object.entries(BOUNDS).map(([name, bound]) => [name, new RateLimiterMemory({ ...bound, keyPrefix: name })]),
  );
  return {
    async count(action, address) {
      try {
        await limiters.get(action)?.consume(addressKey(address), 1);
        return null;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        throw refusal;
      }
    },
  };
}
