import type { FactOf } from '@overcommit/engine';
import type { Listener } from '../decision.ts';
import { count, figures, mib } from '../words/format.ts';

type Warned = FactOf<'DangerSignalled'>;

/** AIX's warning in one sentence. */
export function warningSentence({ pids, freePages, npswarn }: Warned): string {
  return `SIGDANGER to ${count(pids.length, 'process', 'processes')}: ${freeWords({ freePages, npswarn })}.`;
}

/** In pages: the mark is crossed by a single one. */
export function freeWords({ freePages, npswarn }: Pick<Warned, 'freePages' | 'npswarn'>): string {
  return `${count(freePages, 'page')} of paging space (${mib(freePages)}) ${freePages === 1 ? 'is' : 'are'} free, fewer than npswarn, ${figures(npswarn)}`;
}

const DOES: Record<Listener['does'], string> = { exit: 'ends', release: 'gives its memory back' };

/** Who acts on the signal, and that the others ignore it. */
export function listenersSentence(listeners: readonly Listener[], { pids }: Warned): string {
  const others = pids.length - listeners.length;
  if (listeners.length === 0) return 'No process has a handler for it: all ignore it.';
  const acting = listeners.map(({ process, does }) => `${process} listens and ${DOES[does]}`).join('; ');
  const rest = others === 0 ? '' : `; ${others === 1 ? 'the other process ignores' : `the other ${others} ignore`} it`;
  return `${acting}${rest}.`;
}
