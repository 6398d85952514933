import type { Server as HttpServer, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type {
  ClientToServer,
  DeskChanged,
  MachineGone,
  MachineNote,
  PresentPerson,
  ServerToClient,
  Viewer,
} from '@overcommit/protocol';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import type { Peers } from '../peers/index.ts';
import type { RoomLog, Rooms } from '../rooms/index.ts';

/** The person at the other end of a socket. `mayView` gets it with everything that the caller added. */
export type SocketPerson = { id: string };

export type RealtimeOptions<Person extends SocketPerson> = {
  httpServer: HttpServer;
  rooms: Rooms;
  /** From the handshake's headers (cookie); null = not logged in, the connection is refused. */
  authenticate: (headers: IncomingHttpHeaders) => Promise<Person | null>;
  /** The caller's address, by which connections are bounded; without it that of the socket. */
  addressOf?: (request: IncomingMessage) => string;
  /** The viewer that this person may be on a machine; null = they may not look. Asked at every join. */
  mayView: (person: Person, machineId: string) => Promise<Viewer | null>;
  /** The grader that this person is at an assignment's desk; null = they may not grade. Asked at every join. */
  mayGrade: (person: Person, assignmentId: string) => Promise<{ name: string; version: () => Promise<number> } | null>;
  /** Whether a page of this origin may connect; without it only the one it was served from. */
  isOriginAllowed?: (origin: string, headers: IncomingHttpHeaders) => boolean;
  /** Paths whose upgrades others handle (the dev server's hot reload). All other upgrades are destroyed. */
  foreignUpgrades?: (path: string) => boolean;
  log?: RoomLog;
  /** The other processes of this service; without it there are none. */
  peers?: Peers;
  /** The newest entry's number by machine, as the database says. Needed with other processes. */
  versionsOf?: (machineIds: string[]) => Promise<Map<string, number>>;
  /** Only WebSocket: requests of one connection may then reach any process. */
  isWebSocketOnly?: boolean;
};

export type SocketData = {
  person: SocketPerson;
  /** Malformed frames so far. */
  malformed: number;
  /** By machine. */
  viewers: Map<string, Viewer>;
  /** Assignments at whose desk this window is. */
  desks: Set<string>;
};
export type RealtimeServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>;
export type RealtimeSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>;

/** The people who look at machines now, through any process. In memory only. */
export type OnScreens = {
  say(note: MachineNote): void;
  present(machineId: string): PresentPerson[];
  /** Whether the actor has looked at the machine within the last minute. */
  isHere(machineId: string, actorId: string): boolean;
  /** Sockets connected here. */
  connections(): number;
};

export type Realtime = OnScreens & {
  io: RealtimeServer;
  /** Tells all graders of an assignment that a cell was stored. */
  cellChanged(message: DeskChanged): void;
  /** Tells all viewers of a machine that it is gone, and removes them. */
  machineGone(machineId: string): void;
  /** Removes one actor from a machine, in all windows. */
  removeViewer(machineId: string, actorId: string): void;
  /** Checks at once whose these people's sockets are and what they may look at. All sockets are checked now and then. */
  recheck(personIds: readonly string[]): Promise<void>;
  /** Closes all sockets of a person, e.g. when they log out. */
  disconnectPerson(personId: string): void;
  /** Ends all connections, so that clients reconnect to the next server. The caller closes the HTTP server. */
  close(): Promise<void>;
};

export type GoneReason = MachineGone['reason'];

export const SILENT: RoomLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
