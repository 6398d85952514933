import { addressKey } from './addressKey.ts';
import { alone, type Counted } from './countTogether.ts';
import { createWindowCounter } from './windowCounter.ts';

/** Enough for a lecture hall behind one address, too few to try codes or to fill the database. */
const BOUNDS = {
  /** Wrong ones only, as `link`. */
  joinCode: { points: 600, duration: 600 },
  link: { points: 60, duration: 600 },
  /** Wrong current passwords. */
  changePassword: { points: 8, duration: 900 },
  verify: { points: 20, duration: 60 },
  largeLog: { points: 4, duration: 60 },
  startMachine: { points: 30, duration: 600 },
  comment: { points: 60, duration: 600 },
  changeVariation: { points: 120, duration: 600 },
  variation: { points: 20, duration: 600 },
  ask: { points: 30, duration: 60 },
  note: { points: 30, duration: 60 },
  handIn: { points: 30, duration: 600 },
  draft: { points: 600, duration: 600 },
  startAgain: { points: 120, duration: 600 },
} as const;
export type LimitedAction = keyof typeof BOUNDS;

export type ActionLimits = {
  /** Counts an action. `who`: an address, or a user's id. Answers the seconds to wait, or null if it may go on. */
  count(action: LimitedAction, who: string): number | null;
  /** It was none of those that are limited. */
  forgive(action: LimitedAction, who: string): void;
};

export function createActionLimits(counted: Counted = alone): ActionLimits {
  const counters = new Map(
    Object.entries(BOUNDS).map(([name, bound]) => [name, counted(name, createWindowCounter(bound))]),
  );
  return {
    count(action, who) {
      const waitMs = counters.get(action)?.take(addressKey(who)) ?? null;
      return waitMs === null ? null : Math.max(1, Math.ceil(waitMs / 1000));
    },
    forgive: (action, who) => counters.get(action)?.giveBack(addressKey(who)),
  };
}
