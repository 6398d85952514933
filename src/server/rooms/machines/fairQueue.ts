/** Who pays for work: a group or a person, and the machine it is for. */
export type Payer = { owner: string; machineId: string };

/**
 * Jobs of one thread in a fair order: the owner who used least goes first, and of that owner's machines the one that
 * used least. An owner with many machines has no more than another with one. Used time is what `charge` says, in
 * milliseconds. As in a fair scheduler, time without work is not saved up: a payer who comes back begins at the least
 * that anyone waiting has used.
 */
export type FairQueue<T> = {
  push(payer: Payer, job: T): void;
  /** The next job, or null. */
  next(): { payer: Payer; job: T } | null;
  charge(payer: Payer, ms: number): void;
  size(): number;
};

type Account = { usedMs: number };
type Line<T> = Account & { jobs: T[] };
type Owner<T> = Account & { machines: Map<string, Line<T>>; jobs: number };

/** Accounts without work are forgotten above this number. */
const MOST_IDLE = 2000;

export function createFairQueue<T>(): FairQueue<T> {
  const owners = new Map<string, Owner<T>>();
  let size = 0;
  /** Where the thread is: nobody who comes back starts behind it. */
  let clockMs = 0;

  function ownerOf({ owner }: Payer): Owner<T> {
    const known = owners.get(owner);
    if (known) return known;
    const made: Owner<T> = { usedMs: clockMs, machines: new Map(), jobs: 0 };
    owners.set(owner, made);
    return made;
  }
  function lineOf(owner: Owner<T>, { machineId }: Payer): Line<T> {
    const known = owner.machines.get(machineId);
    if (known) return known;
    const made: Line<T> = { usedMs: least([...owner.machines.values()].filter(hasJobs)) ?? 0, jobs: [] };
    owner.machines.set(machineId, made);
    return made;
  }
  function forgetIdle(): void {
    if (owners.size <= MOST_IDLE) return;
    for (const [id, owner] of owners) if (owner.jobs === 0) owners.delete(id);
  }

  return {
    push(payer, job) {
      const owner = ownerOf(payer);
      if (owner.jobs === 0) owner.usedMs = Math.max(owner.usedMs, clockMs);
      const line = lineOf(owner, payer);
      const others = least([...owner.machines.values()].filter(hasJobs));
      if (line.jobs.length === 0 && others !== null) line.usedMs = Math.max(line.usedMs, others);
      line.jobs.push(job);
      owner.jobs += 1;
      size += 1;
    },
    next() {
      const found = leastUsed(owners, (owner) => owner.jobs > 0);
      if (!found) return null;
      const [ownerId, owner] = found;
      const [machineId, line] = leastUsed(owner.machines, hasJobs) as [string, Line<T>];
      clockMs = Math.max(clockMs, owner.usedMs);
      owner.jobs -= 1;
      size -= 1;
      return { payer: { owner: ownerId, machineId }, job: line.jobs.shift() as T };
    },
    charge(payer, ms) {
      const owner = ownerOf(payer);
      owner.usedMs += ms;
      lineOf(owner, payer).usedMs += ms;
      forgetIdle();
    },
    size: () => size,
  };
}

const hasJobs = ({ jobs }: { jobs: readonly unknown[] }): boolean => jobs.length > 0;

function least(accounts: readonly Account[]): number | null {
  return accounts.length === 0 ? null : Math.min(...accounts.map(({ usedMs }) => usedMs));
}

function leastUsed<A extends Account>(
  accounts: ReadonlyMap<string, A>,
  isWaiting: (one: A) => boolean,
): [string, A] | null {
  let found: [string, A] | null = null;
  for (const one of accounts) if (isWaiting(one[1]) && (!found || one[1].usedMs < found[1].usedMs)) found = one;
  return found;
}
