import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  fitEntry,
  JoinInput,
  LeaveInput,
  LIMITS,
  PartInput,
  Presence,
  PresenceInput,
  refused,
  type Viewer,
  visibleEntry,
  type WireEntry,
} from '@overcommit/protocol';
import { Server } from 'socket.io';
import type { RoomLog } from '../rooms/index.ts';
import { createAnswers } from './answers.ts';
import { channels, channelsOf } from './channels.ts';
import { createPresenceBoard } from './presence.ts';
import { route, serveRequests } from './requests.ts';
import type { GoneReason, Realtime, RealtimeOptions, RealtimeServer, RealtimeSocket, SocketPerson } from './types.ts';

const PATH = '/socket.io';
/** Machines one socket may look at: a wall of a large class. */
const MOST_MACHINES = 100;
const AWAKE_MS = 30_000;
const SILENT: RoomLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
const NO_SEAT = 'You have no place on this machine.';

/** Puts the realtime protocol (packages/protocol/README.md) on an HTTP server. Sockets relay; they never decide. */
export function createRealtime<Person extends SocketPerson>(options: RealtimeOptions<Person>): Realtime {
  const { httpServer, rooms, mayView, log = SILENT } = options;
  const io = createServer(options);
  const answers = createAnswers(rooms);
  const board = createPresenceBoard((machineId, people) => {
    io.to(channels.all(machineId)).emit('presence:list', { machineId, people });
  });
  const stopHearing = rooms.onEntry((machineId, entry) => relay(io, machineId, entry));
  const awake = setInterval(() => board.machines().forEach(rooms.keepAwake), AWAKE_MS);
  awake.unref();

  function refuseUnknownUpgrade(request: IncomingMessage, socket: Duplex): void {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const isKnown = path === PATH || path === `${PATH}/` || options.foreignUpgrades?.(path);
    if (!isKnown) socket.destroy();
  }
  httpServer.on('upgrade', refuseUnknownUpgrade);

  /** First into the channels, then read: an entry that comes in between is sent, not lost. */
  async function join(socket: RealtimeSocket, { machineId, afterSeq }: JoinInput) {
    const viewer = await mayView(socket.data.person as Person, machineId);
    const earlier = socket.data.viewers.get(machineId);
    if (earlier) leave(socket, machineId, earlier);
    if (!viewer) {
      board.remove(machineId, socket.id);
      return refused('FORBIDDEN', NO_SEAT);
    }
    if (socket.data.viewers.size >= MOST_MACHINES)
      return refused('TOO_MANY_REQUESTS', `One window shows at most ${MOST_MACHINES} machines.`);
    socket.data.viewers.set(machineId, viewer);
    await socket.join(channelsOf(machineId, viewer));
    const answer = await answers.join(machineId, afterSeq, viewer);
    if (socket.connected && !earlier)
      board.set(machineId, socket.id, { actorId: viewer.actorId, presence: Presence.parse({}) });
    return answer;
  }

  function leave(socket: RealtimeSocket, machineId: string, viewer: Viewer): void {
    socket.data.viewers.delete(machineId);
    for (const channel of channelsOf(machineId, viewer)) void socket.leave(channel);
  }

  /** As whom a socket looks at a machine now; being sent out takes the channel away. */
  function viewerOf(socket: RealtimeSocket, machineId: string): Viewer | null {
    return socket.rooms.has(channels.all(machineId)) ? (socket.data.viewers.get(machineId) ?? null) : null;
  }

  io.on('connection', (socket) => {
    void socket.join(channels.person(socket.data.person.id));
    const asViewer = <Input extends { machineId: string }>(
      handle: (input: Input, viewer: Viewer) => object | Promise<object>,
    ) => {
      return async (input: Input) => {
        const viewer = viewerOf(socket, input.machineId);
        return viewer ? handle(input, viewer) : refused('PRECONDITION_FAILED', 'Join the machine first.');
      };
    };
    const routes = {
      'machine:join': route(JoinInput, (input) => join(socket, input)),
      'machine:leave': route(LeaveInput, async ({ machineId }) => {
        const viewer = socket.data.viewers.get(machineId);
        if (viewer) leave(socket, machineId, viewer);
        board.remove(machineId, socket.id);
        return { ok: true };
      }),
      'machine:part': route(PartInput, asViewer(answers.part)),
      'presence:update': route(
        PresenceInput,
        asViewer(({ machineId, presence }, { actorId }) => {
          board.set(machineId, socket.id, { actorId, presence });
          return { ok: true };
        }),
      ),
    };
    serveRequests(socket, routes, log);
    socket.on('disconnect', () => {
      for (const machineId of socket.data.viewers.keys()) board.remove(machineId, socket.id);
    });
  });

  /** Tells a channel that it may no longer look, and empties it. */
  function sendOut(machineId: string, channel: string, reason: GoneReason): void {
    io.to(channel).emit('machine:gone', { machineId, reason });
    io.in(channel).socketsLeave([
      channels.all(machineId),
      channels.live(machineId, 'student'),
      channels.live(machineId, 'staff'),
    ]);
  }

  return {
    io,
    machineGone: (machineId) => sendOut(machineId, channels.all(machineId), 'deleted'),
    removeViewer: (machineId, actorId) => sendOut(machineId, channels.actor(machineId, actorId), 'removed'),
    disconnectPerson: (personId) => io.in(channels.person(personId)).disconnectSockets(true),
    connections: () => io.engine.clientsCount,
    async close() {
      clearInterval(awake);
      stopHearing();
      board.close();
      httpServer.off('upgrade', refuseUnknownUpgrade);
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}

function createServer<Person extends SocketPerson>({
  httpServer,
  authenticate,
  adapter,
  isOriginAllowed = isSameOrigin,
  log = SILENT,
}: RealtimeOptions<Person>): RealtimeServer {
  const io: RealtimeServer = new Server(httpServer, {
    path: PATH,
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: LIMITS.frameBytes,
    allowRequest: ({ headers }, answer) => {
      answer(null, headers.origin === undefined || isOriginAllowed(headers.origin, headers));
    },
  });
  if (adapter) io.adapter(adapter);
  io.use((socket, next) => {
    authenticate(socket.handshake.headers).then(
      (person) => {
        if (!person) return next(new Error('UNAUTHORIZED'));
        socket.data = { person, malformed: 0, viewers: new Map() };
        next();
      },
      (err) => {
        log.error({ err }, 'a handshake failed');
        next(new Error('INTERNAL_SERVER_ERROR'));
      },
    );
  });
  return io;
}

/** Sends a stored entry to all who see the machine live: once, if both roles see the same. */
function relay(io: RealtimeServer, machineId: string, entry: WireEntry): void {
  const seenBy = (role: Viewer['role']) => visibleEntry(entry, { actorId: '', role, untilSeq: null });
  const [student, staff] = [seenBy('student'), seenBy('staff')];
  if (student === staff && student) {
    const both = [channels.live(machineId, 'student'), channels.live(machineId, 'staff')];
    io.to(both).emit('machine:entry', { machineId, entry: fitEntry(student) });
    return;
  }
  if (student)
    io.to(channels.live(machineId, 'student')).emit('machine:entry', { machineId, entry: fitEntry(student) });
  if (staff) io.to(channels.live(machineId, 'staff')).emit('machine:entry', { machineId, entry: fitEntry(staff) });
}

/** A page of another site must not open a socket with this site's cookie. */
function isSameOrigin(origin: string, headers: IncomingHttpHeaders): boolean {
  try {
    return new URL(origin).host === headers.host;
  } catch {
    return false;
  }
}
