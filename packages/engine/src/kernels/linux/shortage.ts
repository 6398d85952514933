import type { Candidate } from '../../facts.ts';
import type { Machine, Process } from '../../state.ts';
import { killSignals, living } from '../measure.ts';
import type { KillResponse, KillScope, Shortage, ShortageResponse } from '../policy.ts';
import type { LinuxEra } from './eraRules.ts';
import { OOM_DISABLE } from './formulas/badness26.ts';
import { OOM_SCORE_ADJ_MIN } from './formulas/badnessPerMille.ts';
import type { OomKill, OomOutcome, ScoredTask } from './formulas/oomTask.ts';
import { killVictim24 } from './formulas/victim24.ts';
import { killChosen26, killVictim26 } from './formulas/victim26.ts';
import { killChosen, killVictim } from './formulas/victimModern.ts';
import { waitAtGate } from './gate.ts';
import { groupReport, killReport } from './report.ts';
import { linuxCandidates, scoredTasks, taskOf } from './score.ts';

/** [KL-7]..[KL-12] What a release does when nothing is left to reclaim. mm/oom_kill.c:out_of_memory */
export function linuxResponse(m: Machine, shortage: Shortage, era: LinuxEra): ShortageResponse {
  const panics = m.tunables['vm/panic_on_oom'] ?? 0;
  if (panics === 2 || (panics === 1 && shortage.group === null)) {
    return panicWith(era.report.panicOnOom[panics === 2 ? 'compulsory' : 'system-wide']);
  }
  if (era.victim24.takesAsker) return killAsker(m, shortage, era);
  const patience = era.gate.isUsed ? waitAtGate(m, era) : {};
  if (patience === 'for ever') {
    return { outcome: 'stall', why: 'the killer waits while a swap slot is free, and nothing can be reclaimed' };
  }
  return { ...kill(m, shortage, era), ...patience };
}

function panicWith(message: string, said: string[] = []): ShortageResponse {
  return { outcome: 'panic', lines: [...said, `Kernel panic - not syncing: ${message}`], message };
}

/** [KL-23] arch/i386/mm/fault.c:do_page_fault, out_of_memory: no choice; init tries again for ever. */
function killAsker(m: Machine, { requester, group, pages }: Shortage, era: LinuxEra): ShortageResponse {
  const candidates = linuxCandidates(m, { group, pages }, era);
  const victim = candidates.find(({ pid }) => pid === requester.pid);
  if (!victim) return { outcome: 'stall', why: 'no page is free, and init is never killed' };
  const signals = [{ pid: victim.pid, signal: 9 }];
  const lines = [`VM: killing process ${requester.comm}`];
  return { outcome: 'kill', candidates, chosen: victim, victim, how: 'asker', signals, lines, rule: 'KL-23' };
}

function kill(m: Machine, shortage: Shortage, era: LinuxEra): ShortageResponse {
  const decision = decide(m, shortage, era);
  const { outcome, how } = decision;
  if (outcome.result === 'kill' && outcome.victimPid !== null) {
    const { candidates } = decision;
    const byPid = (pid: number): Candidate => candidates.find((c) => c.pid === pid) as Candidate;
    const group = oomGroupOf(m, outcome.victimPid, era);
    const rest = group === null ? [] : restOfGroup(m, { group, signalled: outcome.signalled });
    return {
      outcome: 'kill',
      candidates,
      chosen: byPid(outcome.chosenPid),
      victim: byPid(outcome.victimPid),
      how,
      signals: [...outcome.signalled, ...rest],
      lines: [
        ...killReport(m, { shortage, era, outcome, takesOwn: how === 'asker' }),
        ...(group === null ? [] : groupReport(m, { group, members: membersOf(m, group), shortage, era })),
      ],
      rule: { asker: 'KL-11', rule: 'RULE-3', points: KILL_RULES[era.scores.badness] }[how],
    };
  }
  const { panic, saysNoVictim } = era.report;
  const said = saysNoVictim ? ['Out of memory and no killable processes...'] : [];
  if (shortage.group !== null) {
    return {
      outcome: 'stall',
      why: `control group ${shortage.group} is full, and no process in it may be killed`,
      lines: said,
    };
  }
  // [KL-10] Without a process to kill the machine stops; a task that is chosen for ever comes to the same.
  return panicWith(panic, said);
}

const KILL_RULES = { '2.4': 'KILL-2.4-1', '2.6': 'KILL-2.6-1', 'per-mille': 'KILL-1', pages: 'KILL-1' };

type Decision = { outcome: OomOutcome; how: KillResponse['how']; candidates: Candidate[] };

/** The first of: the process that asked [KL-11], the machine's own rule [RULE-3], the release's own choice [KL-9]. */
function decide(m: Machine, shortage: Shortage, era: LinuxEra): Decision {
  const scope = { group: shortage.group, pages: shortage.pages };
  const candidates = linuxCandidates(m, scope, era);
  const tasks = scoredTasks(m, scope, era);
  const asking = tasks.find(({ task }) => task.pid === shortage.requester.pid);
  if (asking && isAskerTaken(m, shortage, era)) {
    return { outcome: killTask(asking, { m, tasks, era }), how: 'asker', candidates };
  }
  const own = shortage.ownChoice();
  if (own) {
    const { pid, points } = own.victim;
    const outcome = { chosenPid: pid, chosenPoints: points, victimPid: pid, givenReserves: [pid] };
    const signalled = killSignals(m, pid) as OomKill['signalled'];
    return { outcome: { result: 'kill', ...outcome, signalled }, how: 'rule', candidates: own.candidates };
  }
  return { outcome: choose(m, { tasks, currentPid: shortage.requester.pid }, era), how: 'points', candidates };
}

/** [KL-11] oom_kill_allocating_task, unless a control group ran out: any process but those at the lowest adjustment. */
function isAskerTaken(m: Machine, { group, requester }: Shortage, era: LinuxEra): boolean {
  if ((m.tunables['vm/oom_kill_allocating_task'] ?? 0) === 0 || group !== null) return false;
  return era.scores.badness === '2.6'
    ? requester.traits.oomAdj !== OOM_DISABLE
    : requester.oomScoreAdj !== OOM_SCORE_ADJ_MIN;
}

type Tasks = { m: Machine; tasks: readonly ScoredTask[]; era: LinuxEra };

/** [KL-11] oom_kill_process(current): its child may die in its place, as for any choice; the log says 0 points. */
function killTask(asking: ScoredTask, { m, tasks, era }: Tasks): OomOutcome {
  const chosen = { ...asking, points: 0 };
  const outcome =
    era.scores.badness === '2.6'
      ? killChosen26(chosen, tasks, era.victim26)
      : killChosen(chosen, tasks, era.victimModern);
  return withSharers(m, outcome, era);
}

/** [KL-9] The release's own choice, on the processes in the scope. */
function choose(
  m: Machine,
  { tasks, currentPid }: { tasks: readonly ScoredTask[]; currentPid: number },
  era: LinuxEra,
): OomOutcome {
  if (era.scores.badness === '2.4') return killVictim24(tasks, era.victim24);
  if (era.scores.badness === '2.6') return withSharers(m, killVictim26(tasks, currentPid, era.victim26), era);
  return withSharers(m, killVictim(tasks, currentPid, era.victimModern), era);
}

/** [KL-22] mm/oom_kill.c:__oom_kill_process goes through all processes: those that share the memory from outside the group too. */
function withSharers(m: Machine, outcome: OomOutcome, era: LinuxEra): OomOutcome {
  if (outcome.result !== 'kill' || outcome.victimPid === null) return outcome;
  const { victimModern, victim26, scores } = era;
  if (!(scores.badness === '2.6' ? victim26.killsSharers : victimModern.sharersDie)) return outcome;
  const sparesNever = scores.badness !== '2.6' && victimModern.sharersSpared.includes('never');
  const known = new Set(outcome.signalled.map(({ pid }) => pid));
  const others = killSignals(m, outcome.victimPid).filter(({ pid }) => {
    const process = m.processes.find((p) => p.pid === pid);
    return process && !known.has(pid) && !(sparesNever && taskOf(process).isNever);
  });
  return { ...outcome, signalled: [...outcome.signalled, ...(others as OomKill['signalled'])] };
}

/** Who would be chosen and who would die, without any waiting; null = no process. */
export function linuxFate(
  m: Machine,
  scope: KillScope,
  era: LinuxEra,
): { chosenPid: number; victimPid: number } | null {
  if (era.victim24.takesAsker) return null;
  const outcome = choose(m, { tasks: scoredTasks(m, scope, era), currentPid: 0 }, era);
  if (outcome.result !== 'kill' || outcome.victimPid === null) return null;
  return { chosenPid: outcome.chosenPid, victimPid: outcome.victimPid };
}

/** [KL-12] mm/memcontrol.c:mem_cgroup_get_oom_group: the victim's group, where all of it dies; else null. */
function oomGroupOf(m: Machine, victimPid: number, era: LinuxEra): string | null {
  const name = m.processes.find((p) => p.pid === victimPid)?.group ?? '';
  const group = m.groups.find((g) => g.name === name);
  return era.victimModern.killsOomGroup && group?.isOomGroup ? name : null;
}

/** [KL-12] mm/memcontrol.c:mem_cgroup_scan_tasks goes over all that are in it, the victim too. */
function membersOf(m: Machine, group: string): Process[] {
  return living(m, group).filter((p) => p.oomScoreAdj !== OOM_SCORE_ADJ_MIN);
}

/** [KL-12] All others in the group, each with those that share its memory; adjustment −1000 is spared. */
function restOfGroup(
  m: Machine,
  { group, signalled }: { group: string; signalled: OomKill['signalled'] },
): { pid: number; signal: number }[] {
  const rest: { pid: number; signal: number }[] = [];
  for (const member of membersOf(m, group)) {
    for (const each of killSignals(m, member.pid)) {
      if (![...signalled, ...rest].some(({ pid }) => pid === each.pid)) rest.push(each);
    }
  }
  return rest;
}
