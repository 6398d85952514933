import { type MachineSpec, type PolicyId, policyInfo } from '@overcommit/engine';
import type { LabVariant } from '@overcommit/handbook';
import type { TaughtLab } from '@overcommit/handbook/teaching';
import type { GuideStepShape } from '@overcommit/protocol/api';
import { votersAmong } from '@overcommit/reading';
import { notFound } from '../errors.ts';
import type { GuideState } from '../questions/index.ts';
import type { Services } from '../services.ts';
import { labBySlug } from './labs.ts';

type MachineOfLab = {
  id: string;
  labSlug: string | null;
  skippedSteps: string[];
  resendsPrevious: boolean;
  previousMachineId: string | null;
  courseId: string | null;
  seats: { actorId: string; role: 'student' | 'staff' }[];
  nextMachines: unknown[];
};
export type Guided = { machine: MachineOfLab; lab: TaughtLab };

/** A machine of a lab, with its lab. @throws AppError NOT_FOUND for a machine without one */
export async function guidedMachine({ db }: Services, machineId: string): Promise<Guided> {
  const machine = await db.machine.findUniqueOrThrow({
    where: { id: machineId },
    select: {
      ...{
        id: true,
        labSlug: true,
        skippedSteps: true,
        resendsPrevious: true,
        previousMachineId: true,
        courseId: true,
      },
      seats: { select: { actorId: true, role: true }, where: { removedAt: null } },
      nextMachines: { select: { id: true }, where: { resendsPrevious: true }, take: 1 },
    },
  });
  if (!machine.labSlug) throw notFound('This machine belongs to no lab.');
  return { machine, lab: await labBySlug({ db }, machine.labSlug) };
}

/**
 * The steps with their states. One that asks is done as soon as all who are here have answered; one that sends the lines
 * again once a machine follows on which they are.
 */
export function stepsOf(
  { onScreens }: Pick<Services, 'onScreens'>,
  { machine, lab }: Guided,
  { done, answered }: GuideState,
): GuideStepShape[] {
  const skipped = new Set(machine.skippedSteps);
  const voters = votersAmong(machine.seats, machine.courseId !== null);
  const here = voters.filter(({ actorId }) => onScreens.isHere(machine.id, actorId));
  const isAnswered = (ask: string | undefined): boolean => {
    const actors = answered.get(ask ?? '') ?? [];
    return actors.length > 0 && (here.length > 0 ? here : voters).every(({ actorId }) => actors.includes(actorId));
  };
  const isDone = ({ id, ask, again }: TaughtLab['steps'][number]) =>
    done.has(id) || isAnswered(ask) || (again !== undefined && machine.nextMachines.length > 0);
  return lab.steps.map((step) => {
    const { id, who, say, lines = [], look = null, ask = null, again = [] } = step;
    return {
      ...{ id, who, say, lines, look, ask },
      again: again.map(({ id: under, label }) => ({ id: under, label })),
      state: isDone(step) ? 'done' : skipped.has(id) ? 'skipped' : 'open',
    };
  });
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
