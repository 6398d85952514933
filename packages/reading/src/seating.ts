import type { Entry, Machine } from '@overcommit/engine';

/** Whose seat has which uid, and which process has which uid, as far as the log was read. */
export type Seating = { actorByUid: Map<number, string>; uidByPid: Map<number, number> };

/** @param machine whose seats and processes are known before any entry is read */
export function seatingOf(machine?: Pick<Machine, 'seats' | 'processes'>): Seating {
  return {
    actorByUid: new Map(machine?.seats.map(({ uid, actor }) => [uid, actor])),
    uidByPid: new Map(machine?.processes.map(({ pid, uid }) => [pid, uid])),
  };
}

export function noteSeating({ actorByUid, uidByPid }: Seating, facts: Entry['facts']): void {
  for (const fact of facts) {
    if (fact.type === 'SeatTaken') actorByUid.set(fact.uid, fact.actor);
    else if (fact.type === 'ProcessStarted') uidByPid.set(fact.pid, fact.uid);
  }
}

/** The person whose process this is; null for the system's own and for an unknown pid. @param uid where a fact says it */
export function ownerOf({ actorByUid, uidByPid }: Seating, pid: number, uid = uidByPid.get(pid)): string | null {
  return uid === undefined ? null : (actorByUid.get(uid) ?? null);
}
