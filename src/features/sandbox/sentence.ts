import { mib as mibOf } from '../machine/format.ts';
import type { SandboxState } from './sandboxRun.ts';

/** What the visitor has just made happen, in a sentence or two. */
export function outcomeSentence(state: SandboxState, mib: number): string {
  const kills = state.decisions.filter((one) => one.kind === 'kill');
  const [kill] = kills;
  if (kill) {
    const { victim, trigger } = kill.fact;
    const also =
      kills.length > 1
        ? ` Then ${kills
            .slice(1)
            .map((one) => one.fact.victim.process)
            .join(', ')}.`
        : '';
    return `${trigger.process} needed one more page, and the kernel killed Ana’s ${victim.process}, which was not asking for anything.${also} Move the slider back: it is a log, so the past can be replayed.`;
  }
  const refused = state.said.filter((one) => one.result === 'ENOMEM' || one.result === 'EAGAIN');
  if (refused.length > 0) {
    const what = refused.map((one) => `“${one.line}” (${one.result})`).join(' and ');
    const then =
      mib > 0
        ? ' There is no cache to touch, and nobody dies.'
        : ' Whoever runs keeps what was promised. Try to crash it.';
    return `Refused up front: ${what}.${then}`;
  }
  const beyond = state.commit.committedPages - state.commit.ramPages - state.commit.swapTotalPages;
  if (mib === 0)
    return `Everything was granted, ${mibOf(beyond)} more than exists. Nothing has happened yet. Move the slider.`;
  return `${mibOf(state.commit.freePages)} are still free. Every touch takes a page that was promised long ago.`;
}
