import { mib as mibOf } from '@overcommit/reading';
import type { SandboxState } from './sandboxRun.ts';

/** The purpose of the two requests that a strict kernel refuses. */
const WANTED: Record<string, string> = { fork: 'Ana’s backup', mmap: 'Ben’s cache' };

/** What the visitor just caused, in one or two sentences. */
export function outcomeSentence(state: SandboxState, mib: number): string {
  const [kill] = state.decisions.filter((one) => one.kind === 'kill');
  if (kill) {
    const { victim, trigger } = kill.fact;
    return `${trigger.process} needed one more page, and none was left. The kernel killed Ana’s ${victim.process}: it did not ask for that page, but it held the most.`;
  }
  const refused = state.said.filter((one) => one.result === 'ENOMEM' || one.result === 'EAGAIN');
  if (refused.length > 0) {
    const what = refused.map(({ line, result }) => {
      const [call = ''] = line.split(' ');
      return `${WANTED[call] ?? 'a request'} (${call}: ${result})`;
    });
    return `Refused up front: ${what.join(' and ')}. No process dies at any position of the slider. The price: no backup and no cache, with ${mibOf(state.commit.freePages)} free.`;
  }
  const beyond = state.commit.committedPages - state.commit.ramPages - state.commit.swapTotalPages;
  if (mib === 0)
    return `All requests were granted: ${mibOf(beyond)} more than there is. It has no effect yet. Move the slider.`;
  return `${mibOf(state.commit.freePages)} are still free. Every touch takes a page that was promised long ago.`;
}
