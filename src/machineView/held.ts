import type { ProcessView } from '@overcommit/engine';
import type { Snapshot } from './snapshot.ts';

/** The same moment without what says who would die: ranks, points, scores, margins. What each process holds stays. */
export function withheld(snapshot: Snapshot): Snapshot {
  return { ...snapshot, isHeld: true, processes: snapshot.processes.map(withoutRank) };
}

function withoutRank({ exempt: _exempt, ...process }: ProcessView): ProcessView {
  return { ...process, rank: null, points: null, oomScore: null, marginPages: null };
}
