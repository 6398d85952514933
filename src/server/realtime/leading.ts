import { type LeaderAt, type PlainAnswer, refused, type Viewer, type WhereInput } from '@overcommit/protocol';
import { createPeers, type Peers } from '../peers/index.ts';
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

/** `stamp` grows with every change: of two leaders that two processes named at once, all keep the same. */
type Lead = { leader: (LeaderAt & { socketId: string }) | null; stamp: number };

/**
 * Who leads which shared replay, through any process. In memory only. Followers are not forced: each page decides whether
 * it follows. `send` tells the screens of this process.
 */
export function createLeading(
  send: (machineId: string, leader: LeaderAt | null) => void,
  nowMs: () => number = () => performance.now(),
  peers: Peers = createPeers(null),
): Leading {
  const { leaderOf, put } = createLeads(send, peers);
  const pace = createRateLimit(PACE);
  const taking = createRateLimit(TAKING);

  return {
    lead(socketId, viewer, { machineId, isLeading }) {
      const now = leaderOf(machineId);
      const isOwn = now?.actorId === viewer.actorId;
      if (now && !isOwn && viewer.role !== 'staff') return refused('FORBIDDEN', 'Someone else leads this replay.');
      if (!isLeading) {
        if (now) put(machineId, null);
        return { ok: true };
      }
      if (!taking.take(`${machineId} ${viewer.actorId}`, nowMs()))
        return refused('TOO_MANY_REQUESTS', 'You took the lead many times just now. Wait a second.');
      put(machineId, { actorId: viewer.actorId, seq: null, view: null, socketId });
      return { ok: true };
    },
    where(socketId, { actorId }, { machineId, seq, view }) {
      const now = leaderOf(machineId);
      if (now?.socketId !== socketId || now.actorId !== actorId)
        return refused('FORBIDDEN', 'You do not lead this replay.');
      if (!pace.take(socketId, nowMs())) return refused('TOO_MANY_REQUESTS', 'You move faster than others can follow.');
      put(machineId, { actorId, seq, view, socketId });
      return { ok: true };
    },
    leader(machineId, { untilSeq }) {
      const now = leaderOf(machineId);
      if (!now || (untilSeq !== null && (now.seq ?? 0) > untilSeq)) return null;
      return visible(now);
    },
    remove(machineId, socketId) {
      if (leaderOf(machineId)?.socketId === socketId) put(machineId, null);
    },
  };
}

/** The leaders, as all processes know them. */
function createLeads(send: (machineId: string, leader: LeaderAt | null) => void, peers: Peers) {
  const leads = new Map<string, Owned>();
  let lastStamp = 0;

  const tell = peers.table<Lead>('leads', (machineId, lead, ownerId) => {
    const now = leads.get(machineId);
    if (lead === null) {
      if (now?.ownerId !== ownerId) return;
      leads.delete(machineId);
      if (now.leader) send(machineId, null);
      return;
    }
    lastStamp = Math.max(lastStamp, lead.stamp);
    if (now && isAfter(now, { ...lead, ownerId })) return;
    leads.set(machineId, { ...lead, ownerId });
    send(machineId, lead.leader && visible(lead.leader));
    // The row of this process is out of date: it must not come back when the other one's ends.
    if (now?.ownerId === peers.id && ownerId !== peers.id) tell(machineId, null);
  });

  function put(machineId: string, leader: Lead['leader']): void {
    lastStamp += 1;
    tell(machineId, { leader, stamp: lastStamp });
    // That no one leads is told as the newest word, so that it counts for rows of other processes too.
    if (!leader) tell(machineId, null);
  }

  return { leaderOf: (machineId: string) => leads.get(machineId)?.leader ?? null, put };
}

const visible = ({ actorId, seq, view }: LeaderAt): LeaderAt => ({ actorId, seq, view });

type Owned = Lead & { ownerId: string };

/** Whether `one` is the later word. A process's own words come in order. */
function isAfter(one: Owned, other: Owned): boolean {
  return one.stamp > other.stamp || (one.stamp === other.stamp && one.ownerId > other.ownerId);
}
