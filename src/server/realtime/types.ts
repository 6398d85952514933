import type { Server as HttpServer, IncomingHttpHeaders } from 'node:http';
import type { ClientToServer, MachineGone, ServerToClient, Viewer } from '@overcommit/protocol';
import type { Server } from 'socket.io';
import type { RoomLog, Rooms } from '../rooms/index.ts';

/** Who is at the other end of a socket; whatever else the caller's context holds comes along to `mayView`. */
export type SocketPerson = { id: string };

export type RealtimeOptions<Person extends SocketPerson> = {
  httpServer: HttpServer;
  rooms: Rooms;
  /** From the handshake's headers (cookie, origin); null = not logged in, the connection is refused. */
  authenticate: (headers: IncomingHttpHeaders) => Promise<Person | null>;
  /** As whom this person may look at that machine; null = may not. Asked at every join. */
  mayView: (person: Person, machineId: string) => Promise<Viewer | null>;
  log?: RoomLog;
  /** Socket.IO's adapter for several processes; none = this one only. */
  adapter?: Parameters<RealtimeServer['adapter']>[0];
  /** Paths whose upgrades belong to somebody else (the dev server's hot reload); all others are destroyed. */
  foreignUpgrades?: (path: string) => boolean;
};

export type RealtimeServer = Server<ClientToServer, ServerToClient>;

export type Realtime = {
  io: RealtimeServer;
  /** Tells everybody on a machine that it is gone, and sends them out. */
  machineGone(machineId: string, reason: MachineGone['reason']): void;
  /** Sends one actor out of a machine, all windows. */
  removeViewer(machineId: string, actorId: string): Promise<void>;
  /** Sockets connected here. */
  connections(): number;
  close(): Promise<void>;
};
