import type { Candidate } from '../facts.ts';
import type { PolicyId } from '../kernels/ids.ts';
import { policyOf } from '../kernels/registry.ts';
import { pagesWithin, residence } from '../memory/residence.ts';
import { accountedPages, spaceOf, vmPages } from '../memory/space.ts';
import { stateNote } from '../process/waits.ts';
import { candidatesOf } from '../scoring/choose.ts';
import type { AddressSpace, FrameRun, Machine, Process, Vma } from '../state.ts';
import { inOrder } from './ranking.ts';
import { sharedFrames, sharing } from './sharing.ts';
import type { ProcessView, RegionView } from './types.ts';

/** Every process with the terms by which the kernel would choose a victim now, most points first, the exempt last. */
export function badnessTable(m: Machine, policy: PolicyId = m.spec.policy): Candidate[] {
  const chosen = policyOf(policy);
  const scope = { group: null, pages: m.ramPages + m.swapPages };
  return inOrder(candidatesOf(m, chosen, { scope }), chosen.tie);
}

/** All live processes (init left out), oldest first. */
export function listProcesses(m: Machine): ProcessView[] {
  const all: All = {
    table: badnessTable(m),
    owners: new Map(m.seats.map((seat) => [seat.uid, seat.actor])),
    several: sharedFrames(m),
    stopsThreads: policyOf(m.spec.policy).vforkStopsThreads === true,
  };
  return m.processes.filter((p) => p.space !== null).map((p) => view(m, p, all));
}

/** Computed once for all processes. */
type All = { table: Candidate[]; owners: Map<number, string>; several: FrameRun[]; stopsThreads: boolean };

function view(m: Machine, process: Process, { table, owners, several, stopsThreads }: All): ProcessView {
  const space = spaceOf(m, process.space as number);
  const held = residence(space);
  const { pss, shared } = sharing(space, several);
  const rank = table.findIndex((c) => c.pid === process.pid);
  const candidate = table[rank];
  const isEligible = candidate !== undefined && candidate.exempt === undefined;
  const note = stateNote({ m, stopsThreads }, process);
  return {
    pid: process.pid,
    name: process.name,
    ppid: process.ppid,
    uid: process.uid,
    owner: owners.get(process.uid) ?? null,
    state: process.state === 'zombie' ? 'exiting' : process.state,
    ...(note ? { stateNote: note } : {}),
    program: process.program?.name ?? null,
    vszPages: vmPages(space),
    rssPages: held.anon + held.shm + held.file,
    anonPages: held.anon,
    filePages: held.file,
    pssPages: pss + Math.floor(held.file / (1 + m.spaces.length)),
    sharedPages: shared + held.file,
    swapPages: held.swap,
    tablePages: held.tables,
    chargedPages: accountedPages(space),
    oomScore: candidate?.oomScore ?? null,
    points: isEligible ? candidate.points : null,
    oomScoreAdj: process.oomScoreAdj,
    rank: isEligible ? rank + 1 : null,
    marginPages: isEligible ? (table[0] as Candidate).points - candidate.points : null,
    ...(candidate?.exempt ? { exempt: candidate.exempt } : {}),
    regions: regions(space),
  };
}

/** The regions in a mapping by the names that commands gave them; without one, what it is. */
export function nameOfMapping({ at, count, kind }: Vma, regions: AddressSpace['regions']): string {
  const inside = Object.entries(regions).filter(([, range]) => range.at < at + count && range.at + range.count > at);
  return inside.length > 0 ? inside.map(([name]) => name).join('+') : kind;
}

function regions(space: AddressSpace): RegionView[] {
  const kinds = { anon: 'private', shared: 'shared', heap: 'heap', stack: 'stack', image: 'image' } as const;
  return space.vmas.map((vma) => {
    return {
      name: nameOfMapping(vma, space.regions),
      startVpn: vma.at,
      pages: vma.count,
      prot: vma.prot,
      kind: kinds[vma.kind],
      ...pagesWithin(space, vma.at, vma.at + vma.count),
    };
  });
}
