import type { Server as HttpServer, IncomingHttpHeaders } from 'node:http';
import type {
  ClientToServer,
  MachineGone,
  MachineNote,
  PresentPerson,
  ServerToClient,
  Viewer,
} from '@overcommit/protocol';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import type { RoomLog, Rooms } from '../rooms/index.ts';

/** Who is at the other end of a socket; whatever else the caller's context holds comes along to `mayView`. */
export type SocketPerson = { id: string };

export type RealtimeOptions<Person extends SocketPerson> = {
  httpServer: HttpServer;
  rooms: Rooms;
  /** From the handshake's headers (cookie); null = not logged in, the connection is refused. */
  authenticate: (headers: IncomingHttpHeaders) => Promise<Person | null>;
  /** As whom this person may look at that machine; null = may not. Asked at every join. */
  mayView: (person: Person, machineId: string) => Promise<Viewer | null>;
  /** Whether a page of this origin may connect; without it only the one it was served from. */
  isOriginAllowed?: (origin: string, headers: IncomingHttpHeaders) => boolean;
  /** Paths whose upgrades belong to somebody else (the dev server's hot reload); all others are destroyed. */
  foreignUpgrades?: (path: string) => boolean;
  log?: RoomLog;
  /** Socket.IO's adapter for several processes; none = this one only. */
  adapter?: Parameters<RealtimeServer['adapter']>[0];
};

export type SocketData = {
  person: SocketPerson;
  /** Malformed frames so far. */
  malformed: number;
  /** As whom, by machine. */
  viewers: Map<string, Viewer>;
};
export type RealtimeServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>;
export type RealtimeSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>;

/** Those who look at machines now: what can be said to them, and who they are. Memory only. */
export type OnScreens = {
  say(note: MachineNote): void;
  present(machineId: string): PresentPerson[];
  /** Whether somebody has looked at the machine within the last minute. */
  isHere(machineId: string, actorId: string): boolean;
  /** Sockets connected here. */
  connections(): number;
};

export type Realtime = OnScreens & {
  io: RealtimeServer;
  /** Tells everybody on a machine that it is gone, and sends them out. */
  machineGone(machineId: string): void;
  /** Sends one actor out of a machine, all windows. */
  removeViewer(machineId: string, actorId: string): void;
  /** Asks anew, at once, who these people's sockets belong to and what they may look at. All sockets are asked now and then. */
  recheck(personIds: readonly string[]): Promise<void>;
  /** Closes all sockets of a person, e.g. when they log out. */
  disconnectPerson(personId: string): void;
  /** Ends all connections, so that clients come back to the next server; the HTTP server stays the caller's. */
  close(): Promise<void>;
};

export type GoneReason = MachineGone['reason'];

export const SILENT: RoomLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
