import type { Report } from '../types.ts';
import { type Draft, newDraft } from './draft.ts';
import { NO_SIZES, type ReadState } from './state.ts';

const PAGE_SIZES_KB = [4, 8, 16, 32, 64, 256];

/** Makes reports of the events: adds what one event's lines say of another, and leaves out what reports no kill. */
export function finished(state: ReadState): Report[] {
  const drafts = state.drafts.filter((draft) => isEvent(draft, state));
  if (drafts.length === 0) drafts.push(...fromTraces(state));
  fillReleases(drafts, state);
  return drafts.map((draft) => {
    completeVictim(draft, state);
    draft.pageKb = pageSize(draft);
    return draft;
  });
}

function isEvent(draft: Draft, state: ReadState): boolean {
  if (draft.killer !== 'kernel' || draft.hasTrigger || draft.isPanic || draft.isWithoutVictim) return true;
  if (draft.victim || draft.chosen || state.tasks.has(draft) || draft.constraint !== null) return true;
  return draft.era !== null && (draft.tasks.length > 1 || draft.isGroup || draft.ramPages !== null);
}

/** A text that only mentions a kill: the reaper's line, a unit's or a container's end. */
function fromTraces(state: ReadState): Draft[] {
  const byReaper = state.reaped.map(({ line, pid, name }) => {
    const draft = newDraft(line);
    draft.victim = { ...NO_SIZES, pid, name };
    draft.hasReaped = true;
    return draft;
  });
  if (byReaper.length > 0) return byReaper;
  return state.mentions.slice(0, 1).map(({ line, what }) => {
    const draft = newDraft(line);
    draft.isGroup = what === 'container';
    draft.other.push({ what, pid: null, because: line.message.trim().slice(0, 240) });
    return draft;
  });
}

function completeVictim(draft: Draft, state: ReadState): void {
  const task = state.tasks.get(draft);
  if (draft.victim === null && task) draft.victim = { ...NO_SIZES, ...task };
  if (draft.victim === null && draft.chosen) draft.victim = { ...NO_SIZES, ...draft.chosen };
  const { victim } = draft;
  if (victim === null || draft.isVictimOfBefore) return;
  if (victim.name === '') victim.name = task?.name ?? draft.chosen?.name ?? rowOf(draft)?.name ?? '';
  victim.score ??= draft.chosen?.score ?? null;
  victim.adj ??= rowOf(draft)?.oomScoreAdj ?? null;
}

const rowOf = (draft: Draft) => draft.tasks.find((row) => row.pid === draft.victim?.pid);

/** Events of one text are of one machine: the release before an event's end counts, else the first after it. */
function fillReleases(drafts: readonly Draft[], { releases }: ReadState): void {
  let at = 0;
  for (const draft of drafts) {
    while (at + 1 < releases.length && (releases[at + 1]?.at ?? 0) <= draft.lines[1]) at += 1;
    if (draft.killer === 'kernel') draft.kernel ??= releases[at]?.release ?? null;
  }
}

/** kB of a page: the victim's total_vm stands in pages in its row and in kB in the kill line; so does free memory. */
function pageSize(draft: Draft): number {
  const byVictim = ratioOf(draft.victim?.totalVmKb, rowOf(draft)?.totalVmPages);
  if (PAGE_SIZES_KB.includes(byVictim)) return byVictim;
  if (draft.pageKb !== PAGE_SIZES_KB[0] || draft.zones.length === 0) return draft.pageKb;
  const freeKb = draft.zones.reduce((sum, zone) => sum + (zone.freeKb ?? 0), 0);
  const byFree = ratioOf(freeKb, draft.memInfo.free);
  // The two are counted one after the other, so they may differ a little.
  return PAGE_SIZES_KB.find((kb) => Math.abs(byFree - kb) < kb * 0.1) ?? draft.pageKb;
}

function ratioOf(kb: number | null | undefined, pages: number | undefined): number {
  return kb && pages ? kb / pages : 0;
}
