import { bornNow, digest, ENGINE_VERSION, type Machine, type MachineSpec } from '@overcommit/engine';
import { type EventStore, hashHeader } from '@overcommit/event-store';
import { LIMITS, type LogHeader, logHeader, toWireEntry } from '@overcommit/protocol';
import { badRequest } from '../errors.ts';
import { branchStream } from './branch.ts';
import { digestAt } from './fold.ts';
import { DEFAULT_LIMITS, type RoomLimits } from './limits.ts';
import { catchUpPage, snapshotTextAt, snapshotUpTo } from './readLog.ts';
import { createRoomKeeper, type RoomKeeper } from './roomKeeper.ts';
import { createSubmit } from './submit.ts';
import type { Leases, RoomLog, Rooms, RoomsOptions, RoomTime, SeatRequest } from './types.ts';

const REAL_TIME: RoomTime = {
  nowMs: () => Date.now(),
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
  const keeper = createRoomKeeper({ store, limits, leases, time, log });
  const submit = createSubmit({ keeper, store, limits, time });
  return {
    ...logReaders({ store, keeper, limits }),
    create: ({ machineId, spec }) => createMachine(store, machineId, boundProcesses(spec, limits.processes)),
    branch: (branch) => branchStream(store, branch),
    submit,
    takeSeat: (machineId, seat) => takeSeat({ store, keeper }, machineId, seat),
    setClock: (machineId, { action, ticksPerSecond, commandId }, actor) =>
      submit({ machineId, commandId, command: { verb: 'clock', action, ticksPerSecond } }, actor),
    onEntry: keeper.onEntry,
    keepAwake: keeper.keepAwake,
    load: keeper.load,
    unload: keeper.unload,
    close: keeper.close,
  };
}

type Ports = { store: EventStore; keeper: RoomKeeper };

function logReaders({
  store,
  keeper,
  limits,
}: Ports & { limits: RoomLimits }): Pick<
  Rooms,
  'catchUp' | 'header' | 'page' | 'entry' | 'snapshotText' | 'snapshotUpTo' | 'end' | 'look'
> {
  return {
    look: (machineId, read) => keeper.open(machineId).room.lookAtLatest(read),
    async catchUp(machineId, afterSeq) {
      const { room, clock } = keeper.open(machineId);
      await room.header();
      clock.begin();
      return catchUpPage(store, machineId, { afterSeq, most: limits.mostCatchUpEntries });
    },
    header: (machineId) => keeper.open(machineId).room.header(),
    async page(machineId, afterSeq, limit) {
      const header = await keeper.open(machineId).room.header();
      const bounded = Math.min(limit, LIMITS.pageEntries);
      const events = await store.read(machineId, {
        after: afterSeq,
        limit: bounded,
        mostBytes: LIMITS.pageBytes,
        isRaw: true,
      });
      const head = await store.head(machineId);
      const lastSeq = Math.max(head?.version ?? 0, events.at(-1)?.version ?? 0);
      return { header, entries: events.map(toWireEntry), lastSeq };
    },
    async entry(machineId, seq) {
      const [event] = seq < 1 ? [] : await store.read(machineId, { after: seq - 1, limit: 1 });
      return event ? toWireEntry(event) : null;
    },
    snapshotText: (machineId, seq) => snapshotTextAt(store, machineId, seq),
    snapshotUpTo: (machineId, seq) => snapshotUpTo(store, machineId, seq),
    async end(machineId, untilSeq = null) {
      const { room } = keeper.open(machineId);
      const latest = await room.lookAtLatest((machine) =>
        untilSeq === null || machine.seq <= untilSeq ? { seq: machine.seq, text: digest(machine) } : null,
      );
      const { seq, text } = latest ?? { seq: untilSeq ?? 0, text: await digestAt(store, machineId, untilSeq ?? 0) };
      const [event] = seq === 0 ? [] : await store.read(machineId, { after: seq - 1, limit: 1, isRaw: true });
      return { seq, hash: event?.hash ?? hashHeader(await room.header()), digest: text };
    },
  };
}

/**
 * A shared machine's kernel has no more threads than the limit, so that a fork bomb meets EAGAIN as it would on a real
 * one: an answer in the log, which students can read about. Where memory is small the kernel's own number is lower.
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
  const bornBy = existing?.machine.spec.engineVersion;
  const born = !existing ? bornNow(spec) : bornBy === undefined ? spec : { ...spec, engineVersion: bornBy };
  const header = logHeader({ id: machineId, spec: born, engineVersion });
  await store.createStream({ streamId: machineId, kind: 'machine', header });
}

async function takeSeat({ store, keeper }: Ports, machineId: string, seat: SeatRequest): Promise<{ seq: number }> {
  const { room, clock } = keeper.open(machineId);
  const commandId = await room.look((machine) => seatCommandId(machine, seat));
  if (commandId === null) return { seq: (await store.findCommand(machineId, `seat:${seat.actor}`))?.version ?? 0 };
  const answer = await room.submit({ command: { verb: 'seat', ...seat }, commandId, actor: 'system' });
  if (!answer.ok) throw badRequest(answer.rejection.message);
  clock.stir();
  return { seq: answer.seq };
}

/** Null: the actor has this very seat. An actor's first seat has one id, so that two requests at once make one entry. */
function seatCommandId(machine: Machine, { actor, uid, role }: SeatRequest): string | null {
  const seat = machine.seats.find((one) => one.actor === actor);
  if (!seat) return `seat:${actor}`;
  return seat.uid === uid && seat.role === role ? null : `seat:${actor}:${machine.seq}`;
}
