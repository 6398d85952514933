import { type DeskAt, type DeskJoinAnswer, type DeskPerson, type PlainAnswer, refused } from '@overcommit/protocol';
import { createPeers } from '../peers/index.ts';
import { channels } from './channels.ts';
import type { RealtimeOptions, RealtimeServer, RealtimeSocket, SocketPerson } from './types.ts';

/** Desks that one window may have open. */
const MOST_DESKS = 10;

export type Desks = {
  join(socket: RealtimeSocket, assignmentId: string): Promise<DeskJoinAnswer>;
  leave(socket: RealtimeSocket, assignmentId: string): void;
  at(socket: RealtimeSocket, assignmentId: string, at: DeskAt): PlainAnswer;
  /** Sends those away who may no longer grade. */
  recheck(socket: RealtimeSocket): Promise<void>;
  /** The connection ended. */
  left(socket: RealtimeSocket): void;
};

/** The graders at each assignment's desk, through any process, and the cell that each of them works on. In memory only. */
export function createDesks<Person extends SocketPerson>({
  io,
  mayGrade,
  peers = createPeers(null),
}: Pick<RealtimeOptions<Person>, 'mayGrade' | 'peers'> & { io: RealtimeServer }): Desks {
  const present = new Map<string, Map<string, DeskPerson>>();
  const people = (assignmentId: string): DeskPerson[] => [...(present.get(assignmentId)?.values() ?? [])];
  const asked = (socket: RealtimeSocket, assignmentId: string) => mayGrade(socket.data.person as Person, assignmentId);

  function tell(assignmentId: string): void {
    io.to(channels.desk(assignmentId)).emit('desk:people', { assignmentId, people: people(assignmentId) });
  }
  const put = peers.table<DeskPerson>('desks', (key, person) => {
    const [assignmentId = '', socketId = ''] = key.split(' ');
    const desk = present.get(assignmentId) ?? new Map<string, DeskPerson>();
    if (person) desk.set(socketId, person);
    else desk.delete(socketId);
    if (desk.size === 0) present.delete(assignmentId);
    else present.set(assignmentId, desk);
    tell(assignmentId);
  });
  function leave(socket: RealtimeSocket, assignmentId: string): void {
    if (!socket.data.desks.delete(assignmentId)) return;
    void socket.leave(channels.desk(assignmentId));
    put(`${assignmentId} ${socket.id}`, null);
  }

  return {
    async join(socket, assignmentId) {
      const grader = await asked(socket, assignmentId);
      if (!grader) {
        leave(socket, assignmentId);
        return refused('FORBIDDEN', 'Only the staff of this course may grade this.');
      }
      if (socket.data.desks.size >= MOST_DESKS) return refused('TOO_MANY_REQUESTS', 'Close another desk first.');
      socket.data.desks.add(assignmentId);
      // Join first, then read: a cell that is stored in between is sent, not lost.
      await socket.join(channels.desk(assignmentId));
      put(`${assignmentId} ${socket.id}`, { name: grader.name, rowId: null, itemId: '' });
      return { ok: true, version: await grader.version(), people: people(assignmentId) };
    },
    leave,
    at(socket, assignmentId, at) {
      const before = present.get(assignmentId)?.get(socket.id);
      if (!before) return refused('PRECONDITION_FAILED', 'Join the desk first.');
      put(`${assignmentId} ${socket.id}`, { ...before, ...at });
      return { ok: true };
    },
    async recheck(socket) {
      for (const assignmentId of [...socket.data.desks]) {
        if (await asked(socket, assignmentId)) continue;
        leave(socket, assignmentId);
        socket.emit('desk:gone', { assignmentId });
      }
    },
    left(socket) {
      for (const assignmentId of [...socket.data.desks]) leave(socket, assignmentId);
    },
  };
}
