import type { CommitView, PointsUnit, ProcessView } from '@overcommit/engine';
import { figures, inUnit, kb, mib, ordinal } from '@overcommit/reading';

/** The gauge in one sentence, figure first: what is left of what runs out on this kernel. */
export function promiseSentence(commit: CommitView): { figure: string; rest: string; isBeyond: boolean } {
  const { pagingSpace, isEnforced, limitPages, committedPages } = commit;
  if (pagingSpace) return pagingSentence(pagingSpace);
  if (isEnforced) {
    const left = limitPages - committedPages;
    return left >= 0
      ? { figure: mib(left), rest: 'left under the limit', isBeyond: false }
      : { figure: mib(-left), rest: 'promised beyond the limit', isBeyond: true };
  }
  const beyond = committedPages - commit.ramPages - commit.swapTotalPages;
  return beyond > 0
    ? { figure: mib(beyond), rest: 'promised beyond what exists', isBeyond: true }
    : { figure: mib(-beyond), rest: 'left before promises exceed what exists', isBeyond: false };
}

function pagingSentence({ total, used, npswarn, npskill }: NonNullable<CommitView['pagingSpace']>) {
  const left = total - used;
  const isBeyond = left < npswarn;
  const marks = npskill > 0 ? `; SIGDANGER below ${mib(npswarn)}, SIGKILL below ${mib(npskill)}` : '';
  return { figure: mib(left), rest: `of paging space left${marks}`, isBeyond };
}

/** Where a process stands with the killer; how far away, in what the kernel's points are. */
export function rankWords(process: ProcessView, unit: PointsUnit): string {
  if (process.exempt) return `safe: ${process.exempt}`;
  if (process.rank === null) return 'not ranked';
  if (process.rank === 1) return 'next to die';
  const rank = ordinal(process.rank);
  const ahead = Math.max(0, process.marginPages ?? 0);
  if (process.marginPages === null || (unit === 'ticks' && ahead === 0)) return rank;
  return unit === 'ticks' ? `${rank}, ${inUnit(ahead, unit)} older` : `${rank}, ${inUnit(ahead, unit)} away`;
}

/** What a process counts for the killer: its points by the machine's own rule, else what /proc shows. Null = neither. */
export function scoreOf(process: ProcessView, rule: string | null): string | null {
  if (rule !== null) return process.points === null ? null : figures(process.points);
  return process.oomScore === null ? null : String(process.oomScore);
}

/** Exact sizes for a tooltip. */
export const sizesInKb = (p: ProcessView): string =>
  `VSZ ${kb(p.vszPages)} · RSS ${kb(p.rssPages)} · PSS ${kb(p.pssPages)} · swap ${kb(p.swapPages)} · page tables ${kb(p.tablePages)}`;
