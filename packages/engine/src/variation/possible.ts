import type { Command } from '../commands.ts';
import type { Entry } from '../entry.ts';
import { liveProcess, regionOf, spaceOf } from '../memory/space.ts';
import { isPlatformVerb } from '../predictions/verbs.ts';
import { MAIN } from '../process/waits.ts';
import type { Machine, Process } from '../state.ts';
import { bornBy, type Story } from './story.ts';
import type { ProcessFate, VariationPlan } from './types.ts';
import { answerOf } from './words.ts';

export type Lately = { m: Machine; story: Story; plan: VariationPlan };

/** Answers that say that what the input names was not there, or not as it must be: they can come again. SPEC [VAR4] */
const ABOUT_NOTHING: readonly string[] = ['ESRCH', 'EINVAL', 'ENOENT'];

/** SPEC [VAR3]-[VAR6] Why a recorded input can no longer happen in this lane, in words; null = it can. */
export function whyImpossible(lately: Lately, recorded: Entry): string | null {
  const { command } = recorded;
  const { result } = answerOf(recorded);
  const held = whatIsHeld(lately.plan, command);
  if (held !== null) return held;
  if (lately.m.panic !== null && !isPlatformVerb(command.verb))
    return `the machine has crashed here: ${lately.m.panic}`;
  if (ABOUT_NOTHING.includes(result)) return null;
  return missing(lately, command) ?? (result === 'EEXIST' ? null : taken(lately, command));
}

/** [VAR6] */
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

/** [VAR3] The process, thread, region or group that the command is about. */
function missing({ m, story }: Lately, command: Command): string | null {
  if ('group' in command && command.verb !== 'cgroup' && !m.groups.some((g) => g.name === command.group))
    return `the group ${command.group} was never made here`;
  const name = 'process' in command ? command.process : 'parent' in command ? command.parent : null;
  if (name === null) return null;
  const process = liveProcess(m, name);
  if (!process) return `${name} ${whyGone(story, name)}`;
  if ('thread' in command && command.verb !== 'thread' && lacksThread(process, command.thread))
    return `${name} has no thread ${command.thread} here`;
  if (!('region' in command) || command.verb === 'mmap' || process.space === null) return null;
  if (regionOf(spaceOf(m, process.space), command.region)) return null;
  return `${name} has no region ${command.region}: ${story.notGranted.get(`${name}/${command.region}`) ?? 'it was never granted here'}`;
}

function lacksThread(process: Process, thread: string | undefined): boolean {
  return thread !== undefined && thread !== MAIN && !process.threads.includes(thread);
}

/** [VAR5] A name is one live process's: who died in the main line may live here. */
function taken({ m }: Lately, command: Command): string | null {
  const name = bornBy(command);
  return name !== null && liveProcess(m, name) ? `${name} is still alive here` : null;
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
  if (fate.kind === 'refused') return `was never born: refused with ${fate.errno} at #${fate.at}`;
  return fate.kind === 'skipped' ? `was never born: ${fate.reason}` : 'is gone';
}
