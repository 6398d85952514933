import { type LeaderAt, type PlainAnswer, refused, type Viewer, type WhereInput } from '@overcommit/protocol';
import { createRateLimit } from '../rooms/rateLimit.ts';

/** Moves of a leader a second, and how many at once. */
const PACE = { perSecond: 10, burst: 20 };
/** Times a second that one person takes the lead, which everybody is told of. */
const TAKING = { perSecond: 1, burst: 10 };

export type Leading = {
  /** Takes or gives up the lead. Staff may take it from anybody, a student only where nobody leads. */
  lead(socketId: string, viewer: Viewer, wish: { machineId: string; isLeading: boolean }): PlainAnswer;
  /** Where the leader is now. */
  where(socketId: string, viewer: Viewer, place: WhereInput): PlainAnswer;
  /** The leader as this viewer may see them: nobody is told of a place that is concealed from them. */
  leader(machineId: string, viewer: Viewer): LeaderAt | null;
  /** This socket looks at the machine no more. */
  remove(machineId: string, socketId: string): void;
};

/** Who leads which shared replay. Memory only; nobody is moved by it: a follower's own page decides to follow. */
export function createLeading(
  send: (machineId: string, leader: LeaderAt | null) => void,
  nowMs: () => number = Date.now,
): Leading {
  const leaders = new Map<string, LeaderAt & { socketId: string }>();
  const pace = createRateLimit(PACE);
  const taking = createRateLimit(TAKING);

  const told = ({ actorId, seq, view }: LeaderAt): LeaderAt => ({ actorId, seq, view });

  return {
    lead(socketId, viewer, { machineId, isLeading }) {
      const now = leaders.get(machineId);
      const isOwn = now?.actorId === viewer.actorId;
      if (now && !isOwn && viewer.role !== 'staff') return refused('FORBIDDEN', 'Somebody else leads this replay.');
      if (!isLeading) {
        if (now && leaders.delete(machineId)) send(machineId, null);
        return { ok: true };
      }
      if (!taking.take(`${machineId} ${viewer.actorId}`, nowMs()))
        return refused('TOO_MANY_REQUESTS', 'You took the lead many times just now. Wait a second.');
      const leader = { actorId: viewer.actorId, seq: null, view: null, socketId };
      leaders.set(machineId, leader);
      send(machineId, told(leader));
      return { ok: true };
    },
    where(socketId, { actorId }, { machineId, seq, view }) {
      const now = leaders.get(machineId);
      if (now?.socketId !== socketId || now.actorId !== actorId)
        return refused('FORBIDDEN', 'You do not lead this replay.');
      if (!pace.take(socketId, nowMs())) return refused('TOO_MANY_REQUESTS', 'You move faster than others can follow.');
      leaders.set(machineId, { actorId, seq, view, socketId });
      send(machineId, { actorId, seq, view });
      return { ok: true };
    },
    leader(machineId, { untilSeq }) {
      const now = leaders.get(machineId);
      if (!now || (untilSeq !== null && (now.seq ?? 0) > untilSeq)) return null;
      return told(now);
    },
    remove(machineId, socketId) {
      if (leaders.get(machineId)?.socketId !== socketId) return;
      leaders.delete(machineId);
      send(machineId, null);
    },
  };
}
