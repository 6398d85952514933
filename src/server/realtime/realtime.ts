import {
  JoinInput,
  LeaderInput,
  LeadInput,
  LeaveInput,
  PartInput,
  PresenceInput,
  refused,
  type Viewer,
  WhereInput,
} from '@overcommit/protocol';
import { createAnswers } from './answers.ts';
import { channels } from './channels.ts';
import { createLeading } from './leading.ts';
import { createPresenceBoard, type PresenceBoard, withoutPlace } from './presence.ts';
import { createRecheck } from './recheck.ts';
import { relay } from './relay.ts';
import { type Route, route, serveRequests } from './requests.ts';
import { createSocketServer, refuseUnknownUpgrades } from './socketServer.ts';
import {
  type GoneReason,
  type Realtime,
  type RealtimeOptions,
  type RealtimeServer,
  type RealtimeSocket,
  SILENT,
  type SocketPerson,
} from './types.ts';
import { createViewing } from './viewing.ts';

/** Machines that somebody looks at are kept in memory by telling their rooms so often. */
const AWAKE_MS = 30_000;
/** How long a socket may outlive what it was opened with, where nobody has told (a session that ran out, another process). */
const RECHECK_MS = 30_000;

/** Puts the realtime protocol (packages/protocol/README.md) on an HTTP server. Sockets relay; they never decide. */
export function createRealtime<Person extends SocketPerson>(options: RealtimeOptions<Person>): Realtime {
  const { httpServer, rooms, mayView, log = SILENT } = options;
  const io = createSocketServer(options);
  const answers = createAnswers(rooms);
  const seeing = (machineId: string) => (['student', 'staff'] as const).map((role) => channels.live(machineId, role));
  const presence = createPresenceBoard((machineId, people) => {
    io.to(seeing(machineId)).emit('presence:list', { machineId, people });
    io.to(channels.held(machineId)).emit('presence:list', { machineId, people: people.map(withoutPlace) });
  });
  // Those whose future is concealed are not told where others are in it.
  const leading = createLeading((machineId, leader) => {
    io.to(seeing(machineId)).emit('replay:leader', { machineId, leader });
  });
  const board: PresenceBoard = {
    ...presence,
    /** Who no longer looks at a machine leads nobody there either. */
    remove(machineId, socketId) {
      presence.remove(machineId, socketId);
      leading.remove(machineId, socketId);
    },
  };
  const viewing = createViewing({ mayView, answers, board });
  const stopRefusing = refuseUnknownUpgrades(httpServer, options.foreignUpgrades ?? (() => false));
  const stopHearing = rooms.onEntry((machineId, entry) => relay(io, machineId, entry));
  const awake = setInterval(() => board.machines().forEach(rooms.keepAwake), AWAKE_MS);
  awake.unref();
  const recheck = createRecheck({ ...options, board });
  const rechecking = setInterval(() => void recheck(io.sockets.sockets.values()), RECHECK_MS);
  rechecking.unref();

  /** A request that only who looks at the machine may make. */
  function asViewer<Input extends { machineId: string }>(
    socket: RealtimeSocket,
    handle: (input: Input, viewer: Viewer) => Promise<object>,
  ) {
    return async (input: Input): Promise<object> => {
      const viewer = viewing.viewerOf(socket, input.machineId);
      return viewer ? handle(input, viewer) : refused('PRECONDITION_FAILED', 'Join the machine first.');
    };
  }

  const routesOf = (socket: RealtimeSocket): Record<string, Route> => ({
    'machine:join': route(JoinInput, (input) => viewing.join(socket, input)),
    'machine:leave': route(LeaveInput, async ({ machineId }) => {
      viewing.leave(socket, machineId);
      return { ok: true };
    }),
    'machine:part': route(PartInput, asViewer(socket, answers.part)),
    'presence:update': route(
      PresenceInput,
      asViewer(socket, async ({ machineId, presence }, { actorId }) => {
        board.set(machineId, socket.id, { actorId, presence });
        return { ok: true };
      }),
    ),
    'replay:lead': route(
      LeadInput,
      asViewer(socket, async (wish, viewer) => leading.lead(socket.id, viewer, wish)),
    ),
    'replay:where': route(
      WhereInput,
      asViewer(socket, async (place, viewer) => leading.where(socket.id, viewer, place)),
    ),
    'replay:leader': route(
      LeaderInput,
      asViewer(socket, async ({ machineId }, viewer) => ({ ok: true, leader: leading.leader(machineId, viewer) })),
    ),
  });

  io.on('connection', (socket) => {
    void socket.join(channels.person(socket.data.person.id));
    serveRequests(socket, routesOf(socket), log);
    socket.on('disconnect', () => {
      for (const machineId of socket.data.viewers.keys()) board.remove(machineId, socket.id);
    });
  });

  return {
    io,
    say: (note) => io.to(channels.all(note.machineId)).emit('machine:note', note),
    present: board.people,
    isHere: board.isHere,
    machineGone: (machineId) => sendOut(io, machineId, { channel: channels.all(machineId), reason: 'deleted' }),
    removeViewer: (machineId, actorId) =>
      sendOut(io, machineId, { channel: channels.actor(machineId, actorId), reason: 'removed' }),
    recheck: (personIds) =>
      recheck([...io.sockets.sockets.values()].filter(({ data }) => personIds.includes(data.person.id))),
    disconnectPerson: (personId) => io.in(channels.person(personId)).disconnectSockets(true),
    connections: () => io.engine.clientsCount,
    async close() {
      clearInterval(awake);
      clearInterval(rechecking);
      stopHearing();
      stopRefusing();
      board.close();
      // Not `disconnectSockets`: a client that is sent away does not come back by itself, one whose connection ends does.
      io.engine.close();
    },
  };
}

/** Tells a channel that it may no longer look, and empties it. */
function sendOut(
  io: RealtimeServer,
  machineId: string,
  { channel, reason }: { channel: string; reason: GoneReason },
): void {
  io.to(channel).emit('machine:gone', { machineId, reason });
  io.in(channel).socketsLeave([
    channels.all(machineId),
    channels.live(machineId, 'student'),
    channels.live(machineId, 'staff'),
    channels.held(machineId),
  ]);
}
