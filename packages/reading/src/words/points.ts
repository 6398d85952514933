import { type MachineSpec, type PointsUnit, type PolicyId, policyInfo, RULE_SETTING } from '@overcommit/engine';
import { count, mib } from './format.ts';

/** @param formula the machine's own rule, where it has one: its points have no unit */
export const pointsUnit = (policy: PolicyId, formula?: string): PointsUnit =>
  formula === undefined ? policyInfo(policy).pointsIn : 'points';

/** The text of the machine's own rule, where it goes by one. */
export const ownRule = ({ settings }: Pick<MachineSpec, 'settings'>): string | null => settings[RULE_SETTING] ?? null;

export const unitOf = ({ policy, settings }: Pick<MachineSpec, 'policy' | 'settings'>): PointsUnit =>
  pointsUnit(policy, settings[RULE_SETTING]);

/** "12.3 MiB", "3 ticks", "256 points". */
export const inUnit = (points: number, unit: PointsUnit): string =>
  unit === 'pages' ? mib(points) : count(points, unit === 'ticks' ? 'tick' : 'point');
