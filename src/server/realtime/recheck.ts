import type { IncomingHttpHeaders } from 'node:http';
import type { Viewer } from '@overcommit/protocol';
import { channels, channelsOf } from './channels.ts';
import type { Desks } from './desks.ts';
import type { PresenceBoard } from './presence.ts';
import type { RealtimeOptions, RealtimeSocket, SocketPerson } from './types.ts';

export type RecheckPorts<Person extends SocketPerson> = Pick<
  RealtimeOptions<Person>,
  'authenticate' | 'mayView' | 'log'
> & {
  board: PresenceBoard;
  desks: Desks;
};

/**
 * Checks again what was checked when the socket opened: whose session it is, and what they may look at. If the session
 * has ended, the transport is closed, so that a browser with a newer session reconnects by itself.
 */
export function createRecheck<Person extends SocketPerson>(ports: RecheckPorts<Person>) {
  const { authenticate, mayView, board, desks, log } = ports;

  async function follow(socket: RealtimeSocket, machineId: string, before: Viewer): Promise<void> {
    const now = await mayView(socket.data.person as Person, machineId);
    if (socket.data.viewers.get(machineId) !== before || !socket.rooms.has(channels.all(machineId))) return;
    if (now && now.role === before.role && now.actorId === before.actorId && now.untilSeq === before.untilSeq) return;
    for (const channel of channelsOf(machineId, before)) void socket.leave(channel);
    if (now) {
      socket.data.viewers.set(machineId, now);
      await socket.join(channelsOf(machineId, now));
      return;
    }
    socket.data.viewers.delete(machineId);
    board.remove(machineId, socket.id);
    socket.emit('machine:gone', { machineId, reason: 'removed' });
  }

  async function check(socket: RealtimeSocket): Promise<void> {
    const headers: IncomingHttpHeaders = socket.handshake.headers;
    const person = await authenticate(headers);
    if (person?.id !== socket.data.person.id) {
      socket.conn.close();
      return;
    }
    socket.data.person = person;
    for (const [machineId, viewer] of [...socket.data.viewers]) await follow(socket, machineId, viewer);
    await desks.recheck(socket);
  }

  return async (sockets: Iterable<RealtimeSocket>): Promise<void> => {
    for (const socket of [...sockets]) {
      // A class keeps its screens while the database does not answer.
      await check(socket).catch((err) => log?.warn({ socket: socket.id, err }, 'a socket could not be checked again'));
    }
  };
}
