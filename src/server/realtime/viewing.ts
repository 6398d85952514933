import { type JoinAnswer, type JoinInput, Presence, refused, type Viewer } from '@overcommit/protocol';
import type { Answers } from './answers.ts';
import { channels, channelsOf } from './channels.ts';
import type { PresenceBoard } from './presence.ts';
import type { RealtimeOptions, RealtimeSocket, SocketPerson } from './types.ts';

/** Machines one socket may look at: a wall of a large class. */
const MOST_MACHINES = 100;
const NO_SEAT = 'You have no place on this machine.';
const TOO_MANY = `One window shows at most ${MOST_MACHINES} machines.`;

export type ViewingPorts<Person extends SocketPerson> = Pick<RealtimeOptions<Person>, 'mayView'> & {
  answers: Answers;
  board: PresenceBoard;
};
export type Viewing = {
  join(socket: RealtimeSocket, input: JoinInput): Promise<JoinAnswer>;
  leave(socket: RealtimeSocket, machineId: string): void;
  /** The viewer that a socket is on a machine; null = it does not look at it. */
  viewerOf(socket: RealtimeSocket, machineId: string): Viewer | null;
};

/** Which socket looks at which machine, and as which viewer. */
export function createViewing<Person extends SocketPerson>({ mayView, answers, board }: ViewingPorts<Person>): Viewing {
  function leaveChannels(socket: RealtimeSocket, machineId: string): boolean {
    const viewer = socket.data.viewers.get(machineId);
    if (!viewer) return false;
    socket.data.viewers.delete(machineId);
    for (const channel of channelsOf(machineId, viewer)) void socket.leave(channel);
    return true;
  }

  return {
    async join(socket, { machineId, afterSeq }) {
      const viewer = await mayView(socket.data.person as Person, machineId);
      const wasHere = leaveChannels(socket, machineId);
      if (!viewer) {
        board.remove(machineId, socket.id);
        return refused('FORBIDDEN', NO_SEAT);
      }
      if (socket.data.viewers.size >= MOST_MACHINES) return refused('TOO_MANY_REQUESTS', TOO_MANY);
      socket.data.viewers.set(machineId, viewer);
      // Join the channels first, then read: an entry that is stored in between is sent, not lost.
      await socket.join(channelsOf(machineId, viewer));
      const answer = await answers.join(machineId, afterSeq, viewer);
      if (socket.connected && !wasHere)
        board.set(machineId, socket.id, { actorId: viewer.actorId, presence: Presence.parse({}) });
      return answer;
    },
    leave(socket, machineId) {
      leaveChannels(socket, machineId);
      board.remove(machineId, socket.id);
    },
    viewerOf(socket, machineId) {
      // A viewer who was removed by another process has lost the channel, but is still in the map.
      return socket.rooms.has(channels.all(machineId)) ? (socket.data.viewers.get(machineId) ?? null) : null;
    },
  };
}
