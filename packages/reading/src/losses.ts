import { type Fact, type FactOf, type FrameMapView, frameMap, listProcesses, type Machine } from '@overcommit/engine';

/**
 * What the machine got back by a kill, in pages. `heldPages`: what the victim had in RAM and swap; what it shared with
 * others stays in use, so that less may come free. `freed`: positions of the frame map that came free, in pairs from–to.
 */
export type Loss = { heldPages: number; freedPages: number; promisedPages: number; freed: number[] };

type EndFact = FactOf<'ProcessEnded'>;
/** An end and what its process gives up, as facts. Any other fact begins something else. */
const RELEASES: readonly Fact['type'][] = [
  'ChargeReleased',
  'SpaceFreed',
  'FramesFreed',
  'TablesFreed',
  'ObjectDropped',
  'PagesDropped',
  'SlotsForgotten',
  'LockReleased',
  'ProcessReaped',
];

/** Measures each kill of an entry: the machine just before it, and again when the victim has given up all it had. */
export function createLossMeter(machine: Machine) {
  const losses = new Map<Fact, Loss>();
  let open: { end: EndFact; map: FrameMapView; promised: number; held: number } | null = null;
  const close = (): void => {
    if (!open) return;
    const freed = freedBetween(open.map, frameMap(machine));
    const freedPages = pagesOf(freed);
    losses.set(open.end, {
      heldPages: open.held,
      freedPages,
      promisedPages: open.promised - machine.committed,
      freed,
    });
    open = null;
  };
  return {
    losses: losses as ReadonlyMap<Fact, Loss>,
    /** To be called before each fact is applied. */
    before(fact: Fact): void {
      if (open && !RELEASES.includes(fact.type)) close();
      if (fact.type !== 'ProcessEnded' || fact.cause !== 'oom-kill') return;
      const victim = listProcesses(machine).find(({ pid }) => pid === fact.pid);
      const held = (victim?.rssPages ?? 0) + (victim?.swapPages ?? 0);
      open = { end: fact, map: frameMap(machine), promised: machine.committed, held };
    },
    /** To be called after the last fact. */
    close,
  };
}

/** Pages of stretches in pairs from–to. */
export function pagesOf(stretches: readonly number[]): number {
  let pages = 0;
  for (let i = 0; i < stretches.length; i += 2) pages += (stretches[i + 1] as number) - (stretches[i] as number);
  return pages;
}

/** Stretches that were in use in `before` and are free in `after`, in pairs from–to. O(runs). */
export function freedBetween(before: FrameMapView, after: FrameMapView): number[] {
  return both(usedStretches(before), freeStretches(after));
}

/** What of some stretches is free in a map. O(runs). */
export function stillFree(stretches: readonly number[], map: FrameMapView): number[] {
  return both(stretches, freeStretches(map));
}

const usedStretches = (map: FrameMapView): number[] => stretchesOf(map, false);
const freeStretches = (map: FrameMapView): number[] => stretchesOf(map, true);

function stretchesOf({ classes, classOf, starts }: FrameMapView, isFree: boolean): number[] {
  const out: number[] = [];
  for (let run = 0; run < classOf.length; run++) {
    if ((classes[classOf[run] as number]?.kind === 'free') !== isFree) continue;
    const [from, to] = [starts[run] as number, starts[run + 1] as number];
    if (out.at(-1) === from) out[out.length - 1] = to;
    else out.push(from, to);
  }
  return out;
}

/** What two ordered lists of stretches have in common. */
function both(a: readonly number[], b: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const from = Math.max(a[i] as number, b[j] as number);
    const to = Math.min(a[i + 1] as number, b[j + 1] as number);
    if (from < to) out.push(from, to);
    if ((a[i + 1] as number) < (b[j + 1] as number)) i += 2;
    else j += 2;
  }
  return out;
}
