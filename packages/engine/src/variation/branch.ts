import { type Act, type Answer, emit, fails, OK } from '../act.ts';
import { boot } from '../boot.ts';
import type { Fact } from '../facts.ts';
import { hasPolicy, policyOf } from '../kernels/registry.ts';
import { liveProcess } from '../memory/space.ts';
import { lacksKnob } from '../process/traits.ts';
import { compileRule, RULE_SETTING } from '../scoring/rule.ts';
import { MACHINE_KB } from '../script/sizes.ts';
import { sysctl } from '../settings.ts';
import type { MachineSpec } from '../spec.ts';
import type { Machine } from '../state.ts';
import type { MainLine, VariationPlan } from './types.ts';

/** The spec that a variation's machine is booted with. From an entry after birth only the facts of `onset` change it. */
export function bornSpec(spec: MachineSpec, plan: VariationPlan): MachineSpec {
  if (plan.from > 0) return spec;
  return {
    ...spec,
    policy: plan.policy ?? spec.policy,
    memKb: plan.memKb ?? spec.memKb,
    swapKb: plan.swapKb ?? spec.swapKb,
    settings: { ...spec.settings, ...plan.settings },
  };
}

/**
 * What is wrong with a plan for this main line, in words; null = nothing. Whether what is in swap fits, and whether an
 * entry after birth can take the change, is known at the branch only: see `applyOnset`.
 */
export function planProblem(main: MainLine, plan: VariationPlan): string | null {
  const { from, memKb, swapKb } = plan;
  if (!Number.isInteger(from) || from < 0 || from > main.entries.length)
    return `There is no entry ${from} to part from: the log ends at ${main.entries.length}.`;
  const policy = plan.policy ?? main.spec.policy;
  if (!hasPolicy(policy)) return `There is no kernel ${policy}.`;
  if (memKb !== undefined && from > 0) return 'Another RAM size is another machine from birth: part from entry 0.';
  if (memKb !== undefined && !isSize(memKb, MACHINE_KB.leastRam)) return 'RAM: from 16M to 1T.';
  if (swapKb !== undefined && !isSize(swapKb, 0)) return 'Swap: from 0 to 1T.';
  return settingProblem(main.spec, plan) ?? adjustmentProblem(plan, policy) ?? editProblem(main, plan);
}

function isSize(kb: number, least: number): boolean {
  return Number.isInteger(kb) && kb >= least && kb <= MACHINE_KB.most;
}

/** Every setting is tried on a machine that has just come up. */
function settingProblem(spec: MachineSpec, plan: VariationPlan): string | null {
  const m = boot({ ...bornSpec(spec, { ...plan, from: 0 }), settings: {} });
  for (const [name, value] of Object.entries(plan.settings ?? {})) {
    const { result, detail } = writeSetting(actOn(m), name, value);
    if (name === RULE_SETTING && result !== 'ok') return `The scoring rule cannot be read: ${detail}.`;
    if (result === 'ENOENT')
      return `${policyOf(m.spec.policy).name} has no tunable ${name}. It has: ${Object.keys(m.tunables).join(' ')}.`;
    if (result !== 'ok') return `${name} cannot be ${value}.`;
  }
  return null;
}

function adjustmentProblem({ adjustments }: VariationPlan, id: MachineSpec['policy']): string | null {
  const names = Object.entries(adjustments ?? {});
  if (names.length === 0) return null;
  const lacks = lacksKnob({ policy: policyOf(id) } as Act, 'oom_score_adj');
  if (lacks) return `${lacks.detail}.`;
  const wrong = names.find(([, value]) => !Number.isInteger(value) || value < -1000 || value > 1000);
  return wrong ? `oom_score_adj of ${wrong[0]}: from -1000 to 1000.` : null;
}

function editProblem({ entries }: MainLine, { from, edits = [] }: VariationPlan): string | null {
  const seen = new Set<number>();
  for (const edit of edits) {
    const at = edit.kind === 'insert' ? edit.after : edit.seq;
    const least = edit.kind === 'insert' ? from : from + 1;
    if (!Number.isInteger(at) || at < least || at > entries.length)
      return `There is no input ${at} after entry ${from}.`;
    if (edit.kind === 'insert') continue;
    if (seen.has(at)) return `The input at ${at} is edited twice.`;
    seen.add(at);
  }
  return null;
}

/**
 * SPEC [VAR-2] Change the machine after its first `from` entries, and answer the facts that did it (they are folded
 * already), or why it cannot be done, in words.
 */
export function applyOnset(
  m: Machine,
  plan: VariationPlan,
): { ok: true; facts: Fact[] } | { ok: false; problem: string } {
  const facts: Fact[] = [];
  if (plan.from > 0) {
    if (plan.policy !== undefined && plan.policy !== m.spec.policy) changeKernel(m, plan.policy, facts);
    const act = { ...actOn(m), facts };
    for (const [name, value] of Object.entries(plan.settings ?? {})) {
      const answer = writeSetting(act, name, value);
      if (answer.result !== 'ok') return { ok: false, problem: `${name}=${value}: ${wordsOf(answer)}.` };
    }
    if (plan.swapKb !== undefined) {
      const pages = plan.swapKb > 0 ? (plan.swapKb >> 2) - 1 : 0;
      const last = m.slots.at(-1);
      if (last && last.at + last.count > pages)
        return { ok: false, problem: 'What is in swap at that entry does not fit into so little.' };
      emit(act, { type: 'SwapSizeSet', pages });
    }
  }
  const act = { ...actOn(m), facts };
  for (const [name, value] of Object.entries(plan.adjustments ?? {})) {
    const process = liveProcess(m, name);
    if (process) emit(act, { type: 'AdjustmentSet', pid: process.pid, oomScoreAdj: value });
  }
  return { ok: true, facts };
}

/** A tunable, or the machine's own scoring rule: a setting that is text, and part of its description. */
function writeSetting(act: Act, name: string, value: string): Answer {
  if (name !== RULE_SETTING) return sysctl(act, name, value);
  const compiled = compileRule(value);
  if (!compiled.ok) return fails('EINVAL', compiled.error.message);
  emit(act, { type: 'SpecSettingSet', name, value });
  return OK;
}

function wordsOf({ result, detail }: Answer): string {
  return detail ?? result;
}

/** What was set on the old machine and the new kernel takes stays; the rest is as the new kernel boots. */
function changeKernel(m: Machine, policy: MachineSpec['policy'], facts: Fact[]): void {
  const usual = boot({ ...m.spec, settings: {} }).tunables;
  const fresh = boot({ ...m.spec, policy, settings: {} });
  const act = actOn(fresh);
  for (const [name, value] of Object.entries(m.tunables)) {
    if (value !== usual[name]) sysctl(act, name, String(value));
  }
  const { tunables, watermarks } = fresh;
  emit({ ...actOn(m), facts }, { type: 'KernelChanged', policy, tunables, watermarks });
}

/** The platform's own hand on a machine, for facts that no input leads to. */
function actOn(m: Machine): Act {
  return {
    m,
    policy: policyOf(m.spec.policy),
    facts: [],
    command: { verb: 'swapoff' },
    seat: { actor: 'system', uid: 0, role: 'staff' },
    hasShortage: false,
  };
}
