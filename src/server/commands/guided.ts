import { type MachineSpec, type PolicyId, policyInfo } from '@overcommit/engine';
import type { LabVariant } from '@overcommit/handbook';
import type { TaughtLab } from '@overcommit/handbook/teaching';
import type { GuideStepShape } from '@overcommit/protocol/api';
import { notFound } from '../errors.ts';
import type { Services } from '../services.ts';
import { labBySlug } from './labs.ts';

type MachineOfLab = {
  id: string;
  labSlug: string | null;
  skippedSteps: string[];
  resendsPrevious: boolean;
  previousMachineId: string | null;
  nextMachines: unknown[];
};
export type Guided = { machine: MachineOfLab; lab: TaughtLab };

/** A machine of a lab, with its lab. @throws AppError NOT_FOUND for a machine without one */
export async function guidedMachine({ db }: Services, machineId: string): Promise<Guided> {
  const machine = await db.machine.findUniqueOrThrow({
    where: { id: machineId },
    select: {
      ...{ id: true, labSlug: true, skippedSteps: true, resendsPrevious: true, previousMachineId: true },
      nextMachines: { select: { id: true }, where: { resendsPrevious: true }, take: 1 },
    },
  });
  if (!machine.labSlug) throw notFound('This machine belongs to no lab.');
  return { machine, lab: await labBySlug({ db }, machine.labSlug) };
}

/** The steps with their states. One that sends the lines again is done once a machine follows on which they are. */
export function stepsOf({ machine, lab }: Guided, done: ReadonlySet<string>): GuideStepShape[] {
  const skipped = new Set(machine.skippedSteps);
  const isDone = (id: string, again: unknown) =>
    done.has(id) || (again !== undefined && machine.nextMachines.length > 0);
  return lab.steps.map(({ id, who, say, lines = [], look = null, ask = null, again }) => ({
    ...{ id, who, say, lines, look, ask },
    again: (again ?? []).map(({ id: under, label }) => ({ id: under, label })),
    state: isDone(id, again) ? 'done' : skipped.has(id) ? 'skipped' : 'open',
  }));
}

/** The step that asks and is next: what follows waits for it. */
export function waitingStep(steps: readonly GuideStepShape[]): string | null {
  const next = steps.find(({ state }) => state === 'open');
  return next?.ask ? next.id : null;
}

/** What a machine is called by its kernel and settings: the label of the lab’s variant, else the kernel’s name. */
export function underName(lab: TaughtLab, spec: Pick<MachineSpec, 'policy' | 'settings'>): string {
  const known: LabVariant[] = [...lab.steps.flatMap(({ again = [] }) => again), ...lab.variants];
  const bySize = known.sort((a, b) => Object.keys(b.settings).length - Object.keys(a.settings).length);
  const found = bySize.find(
    ({ policy, settings }) =>
      policy === spec.policy && Object.entries(settings).every(([name, value]) => spec.settings[name] === value),
  );
  return found?.label ?? policyInfo(spec.policy as PolicyId).name;
}
