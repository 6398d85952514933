import { type Act, type Answer, emit, fails, OK } from '../act.ts';
import type { Command } from '../commands.ts';
import { hasCapability } from '../kernels/measure.ts';
import type { Process } from '../state.ts';

type Of<V extends Command['verb']> = Extract<Command, { verb: V }>;

/** ENOSYS under a kernel that knows no such knob; else null. */
export function lacksKnob(act: Act, verb: Command['verb']): Answer | null {
  if (act.policy.knobs.includes(verb)) return null;
  return fails('ENOSYS', `${act.policy.name} has no ${verb}`);
}

/** [KRN-5] kernel/sys.c:setpriority. The value is clamped; only root lowers it. */
export function nice(act: Act, process: Process, { value }: Of<'nice'>): Answer {
  const clamped = Math.max(-20, Math.min(19, value));
  if (clamped < process.nice && act.seat.role !== 'staff') return fails('EACCES', 'only root lowers a nice value');
  emit(act, { type: 'NiceSet', pid: process.pid, nice: clamped });
  return OK;
}

/** [KRN-6] Root gives a capability; the owner of a process may drop one. */
export function cap(act: Act, process: Process, { capability, isAdded }: Of<'cap'>): Answer {
  const name = capability.toUpperCase().replace(/^(?!CAP_)/, 'CAP_');
  if (isAdded && act.seat.role !== 'staff') return fails('EPERM', 'only root gives capabilities');
  emit(act, { type: 'TraitsSet', pid: process.pid, traits: { caps: { ...process.traits.caps, [name]: isAdded } } });
  return OK;
}

/** [OOM-7] fs/proc/base.c:oom_score_adj_write. */
export function oomScoreAdj(act: Act, process: Process, { value }: Of<'oom_score_adj'>): Answer {
  return value < -1000 || value > 1000 ? fails('EINVAL', 'from -1000 to 1000') : adjust(act, process, value);
}

/** [OOM-7] fs/proc/base.c:__set_oom_adj: root sets the floor too; the owner of the process stays above it. */
function adjust(act: Act, process: Process, value: number, isLegacy = false): Answer {
  const isRoot = act.seat.role === 'staff';
  // The old file knows no floor: it neither asks for it nor sets it.
  const floor = isLegacy ? process.oomScoreAdj : (process.traits.adjFloor ?? 0);
  if (value < floor && !isRoot) return fails('EACCES', `only root lowers it below ${floor}`);
  const kept = isRoot && !isLegacy ? { floor: value } : {};
  emit(act, { type: 'AdjustmentSet', pid: process.pid, oomScoreAdj: value, ...kept });
  return OK;
}

/**
 * [KRN-7] fs/proc/base.c:oom_adjust_write: -17 to 15, lowered only with CAP_SYS_RESOURCE. From 2.6.36 it is translated:
 * 15 is 1000, -17 is -1000, all else × 1000 / 17; below what it is now for root only, and root sets no floor by it.
 */
export function oomAdj(act: Act, process: Process, { value }: Of<'oom_adj'>): Answer {
  if (value < -17 || value > 15) return fails('EINVAL', 'from -17 to 15');
  const isRoot = act.seat.role === 'staff';
  if (act.policy.knobs.includes('oom_score_adj')) {
    return adjust(act, process, value === 15 ? 1000 : Math.trunc((value * 1000) / 17) + 0, true);
  }
  const now = process.traits.oomAdj ?? 0;
  if (value < now && !isRoot && !hasCapability(process, 'CAP_SYS_RESOURCE'))
    return fails('EACCES', 'only root lowers an adjustment');
  emit(act, { type: 'TraitsSet', pid: process.pid, traits: { oomAdj: value } });
  return OK;
}

/** [KBSD-6] procctl(2) PROC_SPROTECT: root only. */
export function protect(act: Act, process: Process, { isOn }: Of<'protect'>): Answer {
  if (act.seat.role !== 'staff') return fails('EPERM', 'only root protects processes');
  emit(act, { type: 'TraitsSet', pid: process.pid, traits: { isProtected: isOn } });
  return OK;
}

/** [KAIX-8] What the process does about SIGDANGER; `ignore` is not a handler, so it does not protect it. */
export function sigdanger(act: Act, process: Process, { action }: Of<'sigdanger'>): Answer {
  emit(act, { type: 'TraitsSet', pid: process.pid, traits: { sigdanger: action } });
  return OK;
}

/** [KAIX-5] PSALLOC in the environment: in force from the next exec on, and inherited. */
export function psalloc(act: Act, process: Process, { mode }: Of<'psalloc'>): Answer {
  emit(act, { type: 'TraitsSet', pid: process.pid, traits: { psalloc: mode } });
  return { ...OK, detail: 'in force from the next exec on' };
}
