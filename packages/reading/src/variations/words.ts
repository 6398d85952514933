import { describePlan, type MachineSpec, type VariationPlan } from '@overcommit/engine';
import { PLATFORM } from '../causes.ts';

/** Actor id → display name. */
export type Names = Readonly<Record<string, string>>;

/** How a sentence about a variation begins: `Under Solaris 10`, `With no swap`, `With 2 inputs edited`. */
export function underWhat(plan: VariationPlan, spec: MachineSpec): string {
  const isStrict = plan.settings?.['vm/overcommit_memory'] === '2';
  const others = Object.keys(plan).filter((key) => key !== 'from' && key !== 'settings');
  if (isStrict && others.length === 0 && Object.keys(plan.settings ?? {}).length === 1)
    return 'Under strict accounting';
  return `${plan.policy === undefined ? 'With' : 'Under'} ${describePlan(plan, spec)}`;
}

/** `actor` as a person; the platform itself is the machine. */
export function nameOf(actor: string | null, names: Names): string | null {
  if (actor === null) return null;
  return actor === PLATFORM ? 'the machine' : (names[actor] ?? actor);
}

/** `Ana's`; a name that ends in s only takes the mark. */
export function whose(name: string): string {
  return name.endsWith('s') ? `${name}’` : `${name}’s`;
}
