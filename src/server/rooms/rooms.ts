import { ENGINE_VERSION, type MachineSpec, type Seat } from '@overcommit/engine';
import type { EventStore } from '@overcommit/event-store';
import { type LogHeader, logHeader } from '@overcommit/protocol';
import { badRequest } from '../errors.ts';
import { branchStream } from './branch.ts';
import { createDispatch } from './dispatch.ts';
import { DEFAULT_LIMITS, type RoomLimits } from './limits.ts';
import { createLogReader } from './logReader.ts';
import { createLocalHost } from './machines/host.ts';
import { createRoomKeeper, type RoomKeeper } from './roomKeeper.ts';
import type { Leases, RoomLog, Rooms, RoomsOptions, RoomTime, SeatRequest } from './types.ts';

const REAL_TIME: RoomTime = {
  // Monotonic: a clock that is set back must not make people wait.
  nowMs: () => performance.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
const ALONE: Leases = { acquire: async () => true, release: async () => undefined };
const SILENT: RoomLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The machines of one process. Any number of processes may serve the same ones: `expectedVersion` keeps them right. */
export function createRooms(options: RoomsOptions): Rooms {
  const { store, leases = ALONE, time = REAL_TIME, log = SILENT } = options;
  const limits: RoomLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const host = (options.host ?? createLocalHost)(limits);
  const keeper = createRoomKeeper({ store, host, limits, leases, time, log });
  const dispatch = createDispatch({ keeper, store, limits, time });
  return {
    ...createLogReader({ store, host, keeper, limits, log }),
    create: ({ machineId, spec }) => createMachine(store, machineId, boundProcesses(spec, limits.processes)),
    branch: (branch) => branchStream(store, branch),
    dispatch,
    takeSeat: (machineId, seat) => takeSeat({ store, keeper }, machineId, seat),
    setClock: (machineId, { action, ticksPerSecond, commandId }, actor) =>
      dispatch({ machineId, commandId, command: { verb: 'clock', action, ticksPerSecond } }, actor),
    onEntry: keeper.onEntry,
    storedElsewhere: keeper.storedElsewhere,
    onStoredElsewhere: keeper.onStoredElsewhere,
    keepAwake: keeper.keepAwake,
    load: keeper.load,
    unload: keeper.unload,
    close: keeper.close,
  };
}

/**
 * A shared machine's kernel has no more threads than the limit. A fork bomb then gets EAGAIN as on a real machine: an
 * answer in the log, which students can read about. Where memory is small the kernel's own number is lower.
 */
function boundProcesses(spec: MachineSpec, most: number): MachineSpec {
  const name = 'kernel/threads-max';
  const own = Number(spec.settings[name] ?? spec.memKb >> 7);
  return own <= most ? spec : { ...spec, settings: { ...spec.settings, [name]: String(most) } };
}

async function createMachine(store: EventStore, machineId: string, spec: MachineSpec): Promise<void> {
  const existing = (await store.stream(machineId))?.header as LogHeader | undefined;
  // A machine made by an older engine keeps its header.
  const engineVersion = existing?.machine.engineVersion ?? ENGINE_VERSION;
  const header = logHeader({ id: machineId, spec, engineVersion });
  await store.createStream({ streamId: machineId, kind: 'machine', header });
}

type Ports = { store: EventStore; keeper: RoomKeeper };

async function takeSeat({ store, keeper }: Ports, machineId: string, seat: SeatRequest): Promise<{ seq: number }> {
  const { room, clock } = keeper.open(machineId);
  const commandId = seatCommandId(await room.read('seats'), seat);
  if (commandId === null) return { seq: (await store.findCommand(machineId, `seat:${seat.actor}`))?.version ?? 0 };
  const answer = await room.enqueue({ command: { verb: 'seat', ...seat }, commandId, actor: 'system' });
  if (!answer.ok) throw badRequest(answer.rejection.message);
  clock.wake();
  return { seq: answer.seq };
}

/** Null: the actor has this very seat. An actor's first seat has one id, so that two requests at once make one entry. */
function seatCommandId(at: { seq: number; seats: Seat[] }, { actor, uid, role }: SeatRequest): string | null {
  const seat = at.seats.find((one) => one.actor === actor);
  if (!seat) return `seat:${actor}`;
  return seat.uid === uid && seat.role === role ? null : `seat:${actor}:${at.seq}`;
}
