import { SubmitInput, type SubmitResult } from '@overcommit/protocol';
import {
  ClockInput,
  CodeInput,
  CodeShape,
  Done,
  JoinByCodeInput,
  Joined,
  MachineInfoShape,
  MachineRef,
  MachineSummary,
  NoteInput,
  OverrideInput,
  PutAwayInput,
  Recorded,
  ResumeInput,
  RevokeCodeInput,
  SetRemovedInput,
  Share,
  StartAgainInput,
} from '@overcommit/protocol/api';
import { z } from 'zod';
import { noteTo, overrideLine, setClock } from '../../commands/driving.ts';
import { aboutCode, joinByCode, resumeLink, resumePlace } from '../../commands/joining.ts';
import { machineInfo, myMachines, openMachine } from '../../commands/machines.ts';
import { deleteMachine, machinesPutAway, putAway } from '../../commands/ownMachines.ts';
import { setRemoved } from '../../commands/removal.ts';
import { revokeCodes, shareMachine } from '../../commands/sharing.ts';
import { startAgain } from '../../commands/startMachine.ts';
import {
  anyone,
  machineLiveSeat,
  machineManager,
  machineOwner,
  machineSeat,
  machineViewer,
  signedIn,
} from '../permissions.ts';
import { t } from '../trpc.ts';

export const machinesRouter = t.router({
  list: signedIn.output(z.array(MachineSummary)).query(({ ctx }) => myMachines(ctx)),
  listPutAway: signedIn.output(z.array(MachineSummary)).query(({ ctx }) => machinesPutAway(ctx)),
  putAway: machineOwner
    .input(PutAwayInput)
    .output(Done)
    .mutation(({ ctx, input }) => putAway(ctx, input)),
  delete: machineOwner
    .input(MachineRef)
    .output(Done)
    .mutation(({ ctx, input }) => deleteMachine(ctx, input.machineId)),
  get: machineViewer
    .input(MachineRef)
    .output(MachineInfoShape)
    .query(({ ctx }) => machineInfo(ctx, ctx.access)),
  /** Gives the caller a seat on a machine that they may view; answers as `get`. Opening it again changes nothing. */
  open: machineViewer
    .input(MachineRef)
    .output(MachineInfoShape)
    .mutation(({ ctx }) => openMachine(ctx, ctx.access)),
  /** One line, as the caller's own actor. The machine decides what that actor may do: EPERM is an entry. */
  submit: machineLiveSeat
    .input(SubmitInput)
    .mutation(({ ctx, input }): Promise<SubmitResult> => ctx.services.rooms.dispatch(input, ctx.seat.actorId)),
  /** Pause, resume, step, speed: an entry with the caller as its actor. */
  clock: machineManager
    .input(ClockInput)
    .output(Recorded)
    .mutation(({ ctx, input }) => setClock(ctx, ctx.access, input)),
  /** A line as root that is marked as an override in the log; it works while the machine is paused. */
  override: machineManager
    .input(OverrideInput)
    .mutation(({ ctx, input }): Promise<SubmitResult> => overrideLine(ctx, ctx.access, input)),
  /** A note to all who look at the machine now. It is not in the log. */
  note: machineManager
    .input(NoteInput)
    .output(Done)
    .mutation(({ ctx, input }) => noteTo(ctx, [input.machineId], input.text)),
  share: machineManager
    .input(MachineRef)
    .output(Share)
    .mutation(({ ctx, input }) => shareMachine(ctx, input.machineId)),
  revokeCode: machineManager
    .input(RevokeCodeInput)
    .output(Done)
    .mutation(({ ctx, input }) => revokeCodes(ctx, input)),
  /** Takes a person's place away, or gives it back. */
  setRemoved: machineManager
    .input(SetRemovedInput)
    .output(Done)
    .mutation(({ ctx, input }) => setRemoved(ctx, input)),
  startAgain: machineManager
    .input(StartAgainInput)
    .output(MachineRef)
    .mutation(({ ctx, input }) => startAgain(ctx, ctx.access, input)),
  /** Before a name is asked: which machine this code opens, or why none. */
  aboutCode: anyone
    .input(CodeInput)
    .output(CodeShape)
    .query(({ ctx, input }) => aboutCode(ctx, input.code)),
  joinByCode: anyone
    .input(JoinByCodeInput)
    .output(Joined)
    .mutation(({ ctx, input }) => joinByCode(ctx, input)),
  resume: anyone
    .input(ResumeInput)
    .output(MachineRef)
    .mutation(({ ctx, input }) => resumePlace(ctx, input.token)),
  /** A new personal link to the caller's seat. The earlier one stops working. */
  resumeLink: machineSeat
    .input(MachineRef)
    .output(z.object({ url: z.string() }))
    .mutation(({ ctx }) => resumeLink(ctx, ctx.seat)),
});
