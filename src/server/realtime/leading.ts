import { type LeaderAt, type PlainAnswer, refused, type Viewer, type WhereInput } from '@overcommit/protocol';
import { createRateLimit } from '../rooms/rateLimit.ts';

/** Moves of a leader: a second on average, and at once. */
const PACE = { perSecond: 10, burst: 20 };
/** How often one person may take the lead. Every time, all viewers are told. */
const TAKING = { perSecond: 1, burst: 10 };

export type Leading = {
  /** Takes or gives up the lead. Staff may take it from anyone, a student only if no one leads. */
  lead(socketId: string, viewer: Viewer, wish: { machineId: string; isLeading: boolean }): PlainAnswer;
  /** Where the leader is now. */
  where(socketId: string, viewer: Viewer, place: WhereInput): PlainAnswer;
  /** The leader as this viewer may see them: null while the leader is at an entry that is concealed from the viewer. */
  leader(machineId: string, viewer: Viewer): LeaderAt | null;
  /** This socket no longer looks at the machine. */
  remove(machineId: string, socketId: string): void;
};

/** Who leads which shared replay. In memory only. Followers are not forced: each page decides whether it follows. */
export function createLeading(
  send: (machineId: string, leader: LeaderAt | null) => void,
  nowMs: () => number = () => performance.now(),
): Leading {
  const leaders = new Map<string, LeaderAt & { socketId: string }>();
  const pace = createRateLimit(PACE);
  const taking = createRateLimit(TAKING);

  const visible = ({ actorId, seq, view }: LeaderAt): LeaderAt => ({ actorId, seq, view });

  return {
    lead(socketId, viewer, { machineId, isLeading }) {
      const now = leaders.get(machineId);
      const isOwn = now?.actorId === viewer.actorId;
      if (now && !isOwn && viewer.role !== 'staff') return refused('FORBIDDEN', 'Someone else leads this replay.');
      if (!isLeading) {
        if (now && leaders.delete(machineId)) send(machineId, null);
        return { ok: true };
      }
      if (!taking.take(`${machineId} ${viewer.actorId}`, nowMs()))
        return refused('TOO_MANY_REQUESTS', 'You took the lead many times just now. Wait a second.');
      const leader = { actorId: viewer.actorId, seq: null, view: null, socketId };
      leaders.set(machineId, leader);
      send(machineId, visible(leader));
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
      return visible(now);
    },
    remove(machineId, socketId) {
      if (leaders.get(machineId)?.socketId !== socketId) return;
      leaders.delete(machineId);
      send(machineId, null);
    },
  };
}
