import { answerOf } from '../answers.ts';
import type { Command } from '../commands.ts';
import type { Entry } from '../entry.ts';
import { liveProcess, regionOf, spaceOf } from '../memory/space.ts';
import { isPlatformVerb } from '../predictions/verbs.ts';
import { MAIN } from '../process/waits.ts';
import type { Machine, Process } from '../state.ts';
import { bornBy, type Story } from './story.ts';
import type { Impossible, ProcessFate, VariationPlan } from './types.ts';

export type Lately = { m: Machine; story: Story; plan: VariationPlan };

/** Answers that say that what the input names was not there, or not as it must be: they can come again. SPEC [VAR-4] */
const ABOUT_NOTHING: readonly string[] = ['ESRCH', 'EINVAL', 'ENOENT'];
/** Answers that come before regions, threads, groups and new names are looked for: whether those were there is not known. */
const BEFORE_LOOKING: readonly string[] = ['EPERM', 'EAGAIN', 'EACCES', 'ENOSYS', 'EEXIST'];

/** SPEC [VAR-3]-[VAR-6] Why a recorded input can no longer happen in this lane; null = it can. */
export function whyImpossible(lately: Lately, recorded: Entry): Impossible | null {
  const held = whatIsHeld(lately.plan, recorded.command);
  if (held !== null) return { reason: held, isHeld: true };
  const reason = whatIsMissing(lately, recorded);
  return reason === null ? null : { reason };
}

function whatIsMissing(lately: Lately, recorded: Entry): string | null {
  const { command } = recorded;
  const { result } = answerOf(recorded);
  if (lately.m.panic !== null && !isPlatformVerb(command.verb))
    return `the machine has crashed here: ${lately.m.panic}`;
  if (ABOUT_NOTHING.includes(result)) return null;
  // Only root may put a process into a group, so a student's cgjoin fails again in every lane.
  if (command.verb === 'cgjoin' && result === 'EPERM') return null;
  return gonePerson(lately, command) ?? (BEFORE_LOOKING.includes(result) ? null : goneThing(lately, command));
}

/** [VAR-6] */
function whatIsHeld(plan: VariationPlan, command: Command): string | null {
  if (command.verb === 'sysctl') {
    const name = command.name.replaceAll('.', '/').replace(/^\/?proc\/sys\//, '');
    const value = Object.hasOwn(plan.settings ?? {}, name) ? plan.settings?.[name] : undefined;
    return value === undefined ? null : `this variation holds ${name} at ${value}`;
  }
  if (command.verb === 'oom_score_adj') {
    const adjustments = plan.adjustments ?? {};
    if (!Object.hasOwn(adjustments, command.process)) return null;
    return `this variation holds the oom_score_adj of ${command.process} at ${adjustments[command.process]}`;
  }
  const isSwap = command.verb === 'swapon' || command.verb === 'swapoff';
  return isSwap && plan.swapKb !== undefined ? 'this variation holds the size of swap' : null;
}

/** [VAR-3] The process that the command is about. */
function gonePerson({ m, story }: Lately, command: Command): string | null {
  const name = actingName(command);
  return name === null || liveProcess(m, name) ? null : `${name} ${whyGone(story, name)}`;
}

function actingName(command: Command): string | null {
  if ('process' in command) return command.process;
  return 'parent' in command ? command.parent : null;
}

/** [VAR-3] [VAR-5] The thread, region or group that it names, or the name that it gives. */
function goneThing({ m, story }: Lately, command: Command): string | null {
  if ('group' in command && command.verb !== 'cgroup' && !m.groups.some((g) => g.name === command.group))
    return `the group ${command.group} was never made here`;
  const born = bornBy(command);
  if (born !== null && liveProcess(m, born)) return `${born} is still alive here`;
  const process = liveProcess(m, actingName(command) ?? '');
  if (!process) return null;
  if ('thread' in command && command.verb !== 'thread' && lacksThread(process, command.thread))
    return `${process.name} has no thread ${command.thread} here`;
  if (!('region' in command) || command.verb === 'mmap' || process.space === null) return null;
  if (regionOf(spaceOf(m, process.space), command.region)) return null;
  const why = story.notGranted.get(`${process.name}/${command.region}`) ?? 'it was never granted here';
  return `${process.name} has no region ${command.region}: ${why}`;
}

function lacksThread(process: Process, thread: string | undefined): boolean {
  return thread !== undefined && thread !== MAIN && !process.threads.includes(thread);
}

function whyGone(story: Story, name: string): string {
  const fate = story.outcomes.get(story.latest.get(name) ?? '')?.fate;
  return fate ? gone(fate) : 'was never born here';
}

function gone(fate: ProcessFate): string {
  if (fate.kind === 'killed')
    return fate.how === 'oom-kill'
      ? `was killed for memory at #${fate.at}`
      : `ended by signal ${fate.signal} at #${fate.at}`;
  if (fate.kind === 'exited') return `exited at #${fate.at}`;
  if (fate.kind === 'refused' || fate.kind === 'failed')
    return `was never born: ${fate.kind} with ${fate.errno} at #${fate.at}`;
  return fate.kind === 'skipped' ? `was never born: ${fate.reason}` : 'is gone';
}
