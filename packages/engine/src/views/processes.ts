import type { Candidate } from '../facts.ts';
import { FRAMES } from '../memory/kinds.ts';
import { pickFromPieces } from '../memory/pieces.ts';
import { accountedPages, residence, spaceOf, vmPages } from '../memory/space.ts';
import type { PolicyId } from '../policies/ids.ts';
import { policyOf } from '../policies/registry.ts';
import { stateNote } from '../process/waits.ts';
import { candidatesOf } from '../scoring/choose.ts';
import type { AddressSpace, Machine, Process } from '../state.ts';
import { inOrder } from './ranking.ts';
import type { ProcessView, RegionView } from './types.ts';

/** Every process with the terms by which the kernel would choose a victim now, most points first, the exempt last. */
export function badnessTable(m: Machine, policy: PolicyId = m.spec.policy): Candidate[] {
  const chosen = policyOf(policy);
  const scope = { group: null, pages: m.ramPages + m.swapPages };
  return inOrder(candidatesOf(m, chosen, { scope }), chosen.tie);
}

/** All live processes (init left out), oldest first. */
export function listProcesses(m: Machine): ProcessView[] {
  const table = badnessTable(m);
  const owners = new Map(m.seats.map((seat) => [seat.uid, seat.actor]));
  return m.processes.filter((p) => p.space !== null).map((p) => view(m, p, table, owners));
}

function view(m: Machine, process: Process, table: Candidate[], owners: Map<number, string>): ProcessView {
  const space = spaceOf(m, process.space as number);
  const held = residence(space);
  const { pss, shared } = sharing(m, space);
  const rank = table.findIndex((c) => c.pid === process.pid);
  const candidate = table[rank];
  const isEligible = candidate !== undefined && candidate.exempt === undefined;
  const note = stateNote({ m, stopsThreads: policyOf(m.spec.policy).vforkStopsThreads === true }, process);
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
    oomScoreAdj: process.oomScoreAdj,
    rank: isEligible ? rank + 1 : null,
    marginPages: isEligible ? (table[0] as Candidate).points - candidate.points : null,
    ...(candidate?.exempt ? { exempt: candidate.exempt } : {}),
    regions: regions(space),
  };
}

/** Proportional share of the private and shared frames, rounded down at the end, how many have other mappers too, and how many are this space's alone and written. */
export function sharing(m: Machine, space: AddressSpace): { pss: number; shared: number; privatePages: number } {
  let parts = 0;
  let shared = 0;
  let privatePages = 0;
  for (const run of space.pages) {
    if (run.state !== 'frames' && run.state !== 'shm') continue;
    for (const frame of pickFromPieces(m.frames, { at: run.ref, count: run.count }, FRAMES)) {
      parts += Math.floor((frame.count * 4096) / frame.shares);
      if (frame.shares > 1) shared += frame.count;
      else if (frame.isDirty) privatePages += frame.count;
    }
  }
  return { pss: Math.floor(parts / 4096), shared, privatePages };
}

function regions(space: AddressSpace): RegionView[] {
  const names = Object.entries(space.regions);
  const kinds = { anon: 'private', shared: 'shared', heap: 'heap', stack: 'stack', image: 'image' } as const;
  return space.vmas.map((vma) => {
    const end = vma.at + vma.count;
    let residentPages = 0;
    let swapPages = 0;
    for (const run of space.pages) {
      const count = Math.min(run.at + run.count, end) - Math.max(run.at, vma.at);
      if (count <= 0 || run.state === 'zero') continue;
      if (run.state === 'swap') swapPages += count;
      else residentPages += count;
    }
    const inside = names.filter(([, range]) => range.at < end && range.at + range.count > vma.at).map(([name]) => name);
    const name = inside.length > 0 ? inside.join('+') : vma.kind;
    return {
      name,
      startVpn: vma.at,
      pages: vma.count,
      prot: vma.prot,
      kind: kinds[vma.kind],
      residentPages,
      swapPages,
    };
  });
}
