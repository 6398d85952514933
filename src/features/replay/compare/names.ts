import type { People } from '@/machineView/people.ts';

/** Names by actor, for the sentences of variations. */
export const namesOf = (people: People): Record<string, string> =>
  Object.fromEntries(people.seats.map((seat) => [seat.actorId, seat.displayName]));
