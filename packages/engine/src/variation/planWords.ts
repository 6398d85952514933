import { policyOf } from '../kernels/registry.ts';
import { printSize } from '../script/sizes.ts';
import type { MachineSpec } from '../spec.ts';
import type { VariationPlan } from './types.ts';

/** What differs, for a lane's heading: `Solaris 10`, `512M RAM`, `overcommit 2 (strict)`, `2 inputs edited`. */
export function describePlan(plan: VariationPlan, spec: MachineSpec): string {
  const parts = [
    ...(plan.policy === undefined ? [] : [policyOf(plan.policy).name]),
    ...(plan.memKb === undefined ? [] : [`${printSize(plan.memKb * 1024)} RAM`]),
    ...(plan.swapKb === undefined ? [] : [plan.swapKb === 0 ? 'no swap' : `${printSize(plan.swapKb * 1024)} swap`]),
    ...Object.entries(plan.settings ?? {}).map(([name, value]) => settingText(name, value)),
    ...Object.entries(plan.adjustments ?? {}).map(([name, value]) => `oom_score_adj ${value} for ${name}`),
    ...editText(plan.edits?.length ?? 0),
  ];
  return parts.length === 0 ? `${policyOf(spec.policy).name}, carried out anew` : parts.join(', ');
}

const MODES: Record<string, string> = { 0: 'guess', 1: 'always', 2: 'strict' };

function settingText(name: string, value: string): string {
  const mode = name === 'vm/overcommit_memory' ? MODES[value] : undefined;
  return mode === undefined ? `${name}=${value}` : `overcommit ${value} (${mode})`;
}

function editText(count: number): string[] {
  return count === 0 ? [] : [count === 1 ? '1 input edited' : `${count} inputs edited`];
}
