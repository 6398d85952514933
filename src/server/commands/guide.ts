import type { GuideShape } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { forbidden, notFound } from '../errors.ts';
import type { MachineAccess } from './access.ts';
import { againOf } from './again.ts';
import { guidedMachine, stepsOf, waitingStep } from './guided.ts';

/** The handout of a machine: its steps, which of them are done, and what may be shown of its texts. */
export async function guideOf({ services }: SignedIn, access: MachineAccess): Promise<GuideShape> {
  const { machineId, untilSeq, mayManage } = access;
  const guided = await guidedMachine(services, machineId);
  const { machine, lab } = guided;
  const state = await services.guides(machineId, lab, untilSeq);
  const steps = stepsOf(services, guided, state);
  const isHeld = steps.some((step) => step.ask !== null && step.state === 'open');
  const { claim, idea, handout = null, whatYouWillSee, finerTruth, questions } = lab;
  return {
    seq: state.seq,
    number: lab.number,
    title: isHeld ? lab.plainTitle : lab.title,
    isHeld,
    steps,
    texts: isHeld ? null : { claim, idea, handout, whatYouWillSee, finerTruth, questions },
    mayLead: mayManage,
    again: machine.resendsPrevious && untilSeq === null ? await againOf(services, guided, waitingStep(steps)) : null,
  };
}

/** Passes over a step, or takes that back. A question only its lead may pass over: others answer it. */
export async function skipStep(
  { services, user, access }: SignedIn & { access: MachineAccess },
  { machineId, stepId, isSkipped }: { machineId: string; stepId: string; isSkipped: boolean },
): Promise<{ ok: true }> {
  const { machine, lab } = await guidedMachine(services, machineId);
  const step = lab.steps.find(({ id }) => id === stepId);
  if (!step) throw notFound('The handout has no such step.');
  if (step.ask && !access.mayManage)
    throw forbidden('Only who leads this machine may pass over a question. Answer it; then the next step opens.');
  const rest = machine.skippedSteps.filter((id) => id !== stepId);
  await services.db.machine.update({
    where: { id: machineId },
    data: { skippedSteps: isSkipped ? [...rest, stepId] : rest },
  });
  if (step.ask && isSkipped)
    services.onScreens.say({ machineId, from: user.name, text: 'We go on without the question.' });
  return { ok: true };
}
