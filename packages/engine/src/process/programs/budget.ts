/** [PG-5] What programs may do in one tick, so that no tick is expensive. */

/** Commands of one program. */
export const CALLS_PER_TURN = 8;
/** Commands of all programs of a machine. A program that found none left is the first to act in the next tick. */
export const CALLS_PER_TICK = 128;
/** Once a tick has led to so many facts (a shortage leads to many), no further program acts in it. */
export const FACTS_PER_TICK = 1500;
