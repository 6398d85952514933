import type { DeskChanged, LeaderAt, MachineNote, PresentPerson } from '@overcommit/protocol';
import { createPeers, type Peers } from '../peers/index.ts';
import { createAnswers } from './answers.ts';
import { channels } from './channels.ts';
import { createDesks } from './desks.ts';
import { followPeers } from './following.ts';
import { createLeading, type Leading } from './leading.ts';
import { createPresenceBoard, type PresenceBoard, withoutPlace } from './presence.ts';
import { createRecheck } from './recheck.ts';
import { serveRequests } from './requests.ts';
import { routesOf } from './routes.ts';
import { createSocketServer, refuseUnknownUpgrades } from './socketServer.ts';
import {
  type GoneReason,
  type Realtime,
  type RealtimeOptions,
  type RealtimeServer,
  SILENT,
  type SocketPerson,
} from './types.ts';
import { createViewing } from './viewing.ts';

/** How often the rooms of machines that someone looks at are kept in memory. */
const AWAKE_MS = 30_000;
/** How long a socket may outlive its session or its permission where no one reports the end (it ran out, another process). */
const RECHECK_MS = 30_000;

/** Puts the realtime protocol (packages/protocol/WIRE.md) on an HTTP server. Sockets relay; they never decide. */
export function createRealtime<Person extends SocketPerson>(options: RealtimeOptions<Person>): Realtime {
  const { httpServer, rooms, mayView, log = SILENT, peers = createPeers(null) } = options;
  const io = createSocketServer({ ...options, peers });
  const answers = createAnswers(rooms);
  const { board, leading } = createBoards(io, peers);
  const viewing = createViewing({ mayView, answers, board });
  const desks = createDesks({ io, mayGrade: options.mayGrade, peers });
  const recheck = createRecheck({ ...options, board, desks });
  const isSeenHere = (machineId: string) => io.sockets.adapter.rooms.has(channels.all(machineId));
  const stops = [
    refuseUnknownUpgrades(httpServer, options.foreignUpgrades ?? (() => false)),
    followPeers({ io, rooms, peers, versionsOf: options.versionsOf ?? (async () => new Map()), log }),
    every(AWAKE_MS, () => board.machines().filter(isSeenHere).forEach(rooms.keepAwake)),
    every(RECHECK_MS, () => void recheck(io.sockets.sockets.values())),
    board.close,
  ];

  io.on('connection', (socket) => {
    void socket.join(channels.person(socket.data.person.id));
    serveRequests(socket, routesOf({ viewing, answers, board, leading, desks }, socket), log);
    socket.on('disconnect', () => {
      for (const machineId of socket.data.viewers.keys()) board.remove(machineId, socket.id);
      desks.left(socket);
    });
  });

  const everywhere = createEverywhere(peers);
  const recheckHere = (personIds: readonly string[]) =>
    recheck([...io.sockets.sockets.values()].filter(({ data }) => personIds.includes(data.person.id)));
  const recheckThere = peers.topic<readonly string[]>('recheck', (personIds) => void recheckHere(personIds));
  const remove = everywhere<GoneFrom>('gone', (gone) => sendOut(io, gone));

  return {
    io,
    cellChanged: everywhere<DeskChanged>('cell', (message) =>
      io.to(channels.desk(message.assignmentId)).emit('desk:changed', message),
    ),
    say: everywhere<MachineNote>('note', (note) => io.to(channels.all(note.machineId)).emit('machine:note', note)),
    present: board.people,
    isHere: board.isHere,
    machineGone: (machineId) => remove({ machineId, actorId: null, reason: 'deleted' }),
    removeViewer: (machineId, actorId) => remove({ machineId, actorId, reason: 'removed' }),
    recheck(personIds) {
      recheckThere(personIds);
      return recheckHere(personIds);
    },
    disconnectPerson: everywhere<string>('disconnect', (personId) =>
      io.in(channels.person(personId)).disconnectSockets(true),
    ),
    connections: () => io.engine.clientsCount,
    async close() {
      for (const stop of stops) stop();
      // Not `disconnectSockets`: a client that is disconnected does not come back by itself, one whose connection ends does.
      io.engine.close();
    },
  };
}

/** Who looks at which machine, and who leads its replay. People whose future is concealed are not told where others are. */
function createBoards(io: RealtimeServer, peers: Peers): { board: PresenceBoard; leading: Leading } {
  const live = (machineId: string) => (['student', 'staff'] as const).map((role) => channels.live(machineId, role));
  const sendPeople = (machineId: string, people: PresentPerson[]) => {
    io.to(live(machineId)).emit('presence:list', { machineId, people });
    io.to(channels.held(machineId)).emit('presence:list', { machineId, people: people.map(withoutPlace) });
  };
  const sendLeader = (machineId: string, leader: LeaderAt | null) =>
    void io.to(live(machineId)).emit('replay:leader', { machineId, leader });
  const presence = createPresenceBoard(sendPeople, undefined, peers);
  const leading = createLeading(sendLeader, undefined, peers);
  const board: PresenceBoard = {
    ...presence,
    /** A leader who stops looking at the machine stops leading. */
    remove(machineId, socketId) {
      presence.remove(machineId, socketId);
      leading.remove(machineId, socketId);
    },
  };
  return { board, leading };
}

/** Makes what acts on the sockets of every process, of this one at once. */
function createEverywhere(peers: Peers) {
  return <Body>(name: string, act: (body: Body) => unknown): ((body: Body) => void) => {
    const send = peers.topic<Body>(name, (body) => void act(body));
    return (body) => {
      act(body);
      send(body);
    };
  };
}

/** Runs `action` again and again; the answer stops it. */
function every(delayMs: number, action: () => void): () => void {
  const timer = setInterval(action, delayMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** `actorId` null: everyone. */
type GoneFrom = { machineId: string; actorId: string | null; reason: GoneReason };

/** Tells viewers that they may no longer look, and takes them out of the machine's channels. */
function sendOut(io: RealtimeServer, { machineId, actorId, reason }: GoneFrom): void {
  const channel = actorId === null ? channels.all(machineId) : channels.actor(machineId, actorId);
  io.to(channel).emit('machine:gone', { machineId, reason });
  io.in(channel).socketsLeave([
    channels.all(machineId),
    channels.live(machineId, 'student'),
    channels.live(machineId, 'staff'),
    channels.held(machineId),
  ]);
}
