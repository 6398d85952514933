import type { Projections } from './project.ts';

/** What one member did and met, in figures. Sizes in pages. */
export type Credit = {
  commands: number;
  /** At the member's request: by their commands, and by the programs in their processes. */
  caused: {
    /** Pages that came into use. */
    pages: number;
    /** Kills of any process, also of one's own. */
    kills: number;
    /** Refusals of memory. */
    refusals: number;
  };
  /** What another person's request did to the member. */
  suffered: {
    /** Kills of the member's processes. */
    kills: number;
  };
  predictions: {
    made: number;
    right: number;
  };
};

export const NO_CREDIT: Credit = {
  commands: 0,
  caused: { pages: 0, kills: 0, refusals: 0 },
  suffered: { kills: 0 },
  predictions: { made: 0, right: 0 },
};

/** The figures of one actor of a log. What staff did is in none of them. */
export function creditIn(found: Projections, actor: string): Credit {
  const { entries, taken, kills, refusals, predictions } = found;
  const made = predictions.filter((one) => one.actor === actor);
  return {
    commands: entries.filter((one) => one.actor === actor).length,
    caused: {
      pages: taken.reduce((sum, one) => sum + (one.actor === actor ? one.pages : 0), 0),
      kills: kills.filter((one) => one.triggerOwner === actor).length,
      refusals: refusals.filter((one) => one.actor === actor).length,
    },
    suffered: { kills: kills.filter((one) => one.victimOwner === actor && one.triggerOwner !== actor).length },
    predictions: { made: made.length, right: made.filter((one) => one.right).length },
  };
}

/** Of several machines together. */
export function addCredit(one: Credit, other: Credit): Credit {
  return {
    commands: one.commands + other.commands,
    caused: {
      pages: one.caused.pages + other.caused.pages,
      kills: one.caused.kills + other.caused.kills,
      refusals: one.caused.refusals + other.caused.refusals,
    },
    suffered: { kills: one.suffered.kills + other.suffered.kills },
    predictions: {
      made: one.predictions.made + other.predictions.made,
      right: one.predictions.right + other.predictions.right,
    },
  };
}
