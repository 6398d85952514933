import { type MachineSpec, type PolicyId, RULE_SETTING } from '@overcommit/engine';
import { count, mib } from './format.ts';

/**
 * What a kernel's points are: pages that a process holds (so that a page less is a point less), the tick at which it
 * started (the youngest goes first), or a number without a unit.
 */
export type PointsUnit = 'pages' | 'ticks' | 'points';

/** @param formula the machine's own rule, where it has one: its points have no unit */
export function pointsUnit(policy: PolicyId, formula?: string): PointsUnit {
  if (formula !== undefined) return 'points';
  if (policy.startsWith('aix')) return 'ticks';
  return /^(linux-[3-9]|freebsd)/.test(policy) ? 'pages' : 'points';
}

export const unitOf = ({ policy, settings }: Pick<MachineSpec, 'policy' | 'settings'>): PointsUnit =>
  pointsUnit(policy, settings[RULE_SETTING]);

/** "12.3 MiB", "3 ticks", "256 points". */
export const inUnit = (points: number, unit: PointsUnit): string =>
  unit === 'pages' ? mib(points) : count(points, unit === 'ticks' ? 'tick' : 'point');
