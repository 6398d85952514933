/** When a team may work, and when its work counts. Null: no such bound. */
export type Window = {
  opensAt: Date | null;
  /** What is handed in up to here is on time; a team without a hand-in is sealed as it was. */
  dueAt: Date | null;
  /** Up to here a late hand-in counts. Never before `dueAt`. */
  closesAt: Date | null;
  /** Machines that a team may start. */
  attempts: number | null;
};

/** An extension: for one group or one person. What is null stays as the assignment says. */
export type ExtensionRule = {
  groupId: string | null;
  userId: string | null;
  dueAt: Date | null;
  closesAt: Date | null;
  attempts: number | null;
};

export type WindowPhase = 'before' | 'open' | 'late' | 'closed';

/** The window of a team, or of one of its members. Of a team's and a member's extension the later counts. */
export function windowOf(
  assignment: Window,
  extensions: readonly ExtensionRule[],
  of: { teamId: string; userId?: string },
): Window {
  const own = { ...assignment, closesAt: assignment.closesAt ?? assignment.dueAt };
  const mine = extensions.filter(
    ({ groupId, userId }) => groupId === of.teamId || (userId !== null && userId === of.userId),
  );
  return mine.map((one) => extended(own, one)).reduce(later, own);
}

/** Without a closing time of its own an extension moves the closing time as far as the due date. */
function extended(window: Window, { dueAt, closesAt, attempts }: ExtensionRule): Window {
  const due = dueAt ?? window.dueAt;
  const shift = due && window.dueAt ? due.getTime() - window.dueAt.getTime() : 0;
  const moved = window.closesAt && new Date(window.closesAt.getTime() + shift);
  const closes = closesAt ?? moved;
  return {
    opensAt: window.opensAt,
    dueAt: due,
    closesAt: due && closes && closes < due ? due : closes,
    attempts: attempts ?? window.attempts,
  };
}

function later(a: Window, b: Window): Window {
  return {
    opensAt: a.opensAt,
    dueAt: latest(a.dueAt, b.dueAt),
    closesAt: latest(a.closesAt, b.closesAt),
    attempts: a.attempts === null || b.attempts === null ? null : Math.max(a.attempts, b.attempts),
  };
}

function latest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return null;
  return a > b ? a : b;
}

/** The bound itself still belongs to what is before it: a hand-in at the due time is on time. */
export function phaseOf({ opensAt, dueAt, closesAt }: Window, at: Date): WindowPhase {
  if (opensAt && at < opensAt) return 'before';
  if (!dueAt || at <= dueAt) return 'open';
  return closesAt && at > closesAt ? 'closed' : 'late';
}
