import type { Candidate } from '../../facts.ts';
import type { Machine, Process } from '../../state.ts';
import { freeSwap, HZ, jiffiesNow, living } from '../measure.ts';
import type { KillScope, Shortage, Strike } from '../policy.ts';
import type { LinuxEra } from './eras.ts';
import { type OomGate24, oomGate24 } from './formulas/oomGate24.ts';
import type { OomKill, OomOutcome } from './formulas/oomTask.ts';
import { killVictim24 } from './formulas/victim24.ts';
import { killVictim26 } from './formulas/victim26.ts';
import { killVictim } from './formulas/victimModern.ts';
import { eraReport } from './report.ts';
import { eraCandidates, scoredTasks, taskOf } from './score.ts';

/** [KL-8] How long whoever needs a page sleeps between two attempts: a tenth of a second of the machine's time. */
export const RETRY_JIFFIES = HZ / 10;

/** [KL-7]..[KL-12] What the release does when nothing is left to reclaim. */
export function eraStrike(m: Machine, shortage: Shortage, era: LinuxEra): Strike {
  const panics = m.tunables['vm/panic_on_oom'] ?? 0;
  if (panics === 2 || (panics === 1 && shortage.group === null)) {
    return panicWith(`Out of memory: ${panics === 2 ? 'compulsory' : 'system-wide'} panic_on_oom is enabled`);
  }
  const patience = era.gate.isUsed ? waitAtGate(m, era) : null;
  if (patience === 'for ever') {
    return { outcome: 'stall', why: 'the killer waits while a swap slot is free, and nothing can be reclaimed' };
  }
  return { ...kill(m, shortage, era), ...patience };
}

function panicWith(message: string): Strike {
  return { outcome: 'panic', lines: [`Kernel panic - not syncing: ${message}`], message };
}

type Patience = Pick<Strike, 'waited' | 'memory'>;

/** [KL-7], [KL-8] The gate of 2.4 is called again every RETRY_JIFFIES until it opens. */
function waitAtGate(m: Machine, era: LinuxEra): Patience | 'for ever' {
  const freeSwapPages = freeSwap(m);
  if (era.gate.respectsFreeSwap && freeSwapPages > 0) return 'for ever';
  const start = jiffiesNow(m);
  let slept = 0;
  let state: OomGate24 = {
    firstJiffies: m.killer.gateFirst ?? 0,
    lastJiffies: m.killer.gateLast ?? 0,
    lastKillJiffies: m.killer.gateLastKill ?? 0,
    count: m.killer.gateCount ?? 0,
  };
  for (;;) {
    const answer = oomGate24(state, { nowJiffies: start + slept, freeSwapPages, hz: HZ }, era.gate);
    state = answer.state;
    if (answer.kill) break;
    slept += RETRY_JIFFIES;
  }
  const memory = {
    gateFirst: state.firstJiffies,
    gateLast: state.lastJiffies,
    gateLastKill: state.lastKillJiffies,
    gateCount: state.count,
    sleptJiffies: (m.killer.sleptJiffies ?? 0) + slept,
  };
  const why = 'no page is free; the killer strikes after ten failures, over a second, and 5 s after the last kill';
  return { waited: { milliseconds: (slept * 1000) / HZ, why }, memory };
}

function kill(m: Machine, shortage: Shortage, era: LinuxEra): Strike {
  const scope = { group: shortage.group, pages: shortage.pages };
  const candidates = eraCandidates(m, scope, era);
  const own = candidates.find((c) => c.pid === shortage.requester.pid && c.exempt === undefined);
  // mm/memcontrol.c had no such case before 4.9; from then on out_of_memory leaves groups out by name.
  const isAsked = (m.tunables['vm/oom_kill_allocating_task'] ?? 0) !== 0 && shortage.group === null;
  const takesOwn = isAsked && own !== undefined;
  const outcome = takesOwn ? killOne(own) : choose(m, { scope, currentPid: shortage.requester.pid }, era);
  if (outcome.result !== 'kill' && shortage.group !== null) {
    return { outcome: 'stall', why: `control group ${shortage.group} is full, and nobody in it may be killed` };
  }
  // [KL-10] Without anybody to kill the machine stops; a task that is chosen for ever comes to the same.
  if (outcome.result !== 'kill' || outcome.victimPid === null) return panicWith(era.report.panic);
  const byPid = (pid: number): Candidate => candidates.find((c) => c.pid === pid) as Candidate;
  const signals = withGroup(m, { outcome, era });
  return {
    outcome: 'kill',
    candidates,
    chosen: byPid(outcome.chosenPid),
    victim: byPid(outcome.victimPid),
    signals,
    lines: eraReport(m, { shortage, era, outcome, takesOwn }),
    rule: takesOwn
      ? 'KL-11'
      : KILL_RULES[era.scores.badness === '2.4' || era.scores.badness === '2.6' ? era.scores.badness : 'modern'],
  };
}

const KILL_RULES = { '2.4': 'KILL-2.4-1', '2.6': 'KILL-2.6-1', modern: 'KILL-1' };

/** [KL-9] The release's own choice, on the processes in the scope. */
function choose(
  m: Machine,
  { scope, currentPid }: { scope: KillScope; currentPid: number },
  era: LinuxEra,
): OomOutcome {
  const tasks = scoredTasks(m, scope, era);
  if (era.scores.badness === '2.4') return killVictim24(tasks);
  if (era.scores.badness === '2.6') return killVictim26(tasks, currentPid, era.victim26);
  return killVictim(tasks, currentPid, era.victimModern);
}

/** Who would be chosen and who would die, without any waiting; null = nobody. */
export function eraFate(m: Machine, scope: KillScope, era: LinuxEra): { chosenPid: number; victimPid: number } | null {
  const outcome = choose(m, { scope, currentPid: 0 }, era);
  if (outcome.result !== 'kill' || outcome.victimPid === null) return null;
  return { chosenPid: outcome.chosenPid, victimPid: outcome.victimPid };
}

function killOne({ pid, points }: Candidate): Extract<OomOutcome, { result: 'kill' }> {
  const choice = { chosenPid: pid, chosenPoints: points, victimPid: pid };
  return { result: 'kill', ...choice, signalled: [{ pid, signal: 9 }], givenReserves: [pid] };
}

/** [KL-12] Sharers of the memory who are not in the scope die too; with memory.oom.group the victim's whole group (4.19). */
function withGroup(
  m: Machine,
  { outcome, era }: { outcome: OomKill; era: LinuxEra },
): { pid: number; signal: number }[] {
  const signals: { pid: number; signal: number }[] = outcome.signalled.map((s) => ({ ...s }));
  const name = m.processes.find((p) => p.pid === outcome.victimPid)?.group ?? '';
  const group = m.groups.find((g) => g.name === name);
  if (!group?.isOomGroup || era.report.table !== '4.19') return signals;
  const rest = living(m, name).filter((p: Process) => !taskOf(p).isNever && !signals.some((s) => s.pid === p.pid));
  return [...signals, ...rest.map((p) => ({ pid: p.pid, signal: 9 }))];
}
