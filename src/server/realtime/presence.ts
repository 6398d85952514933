import type { Presence, PresentPerson } from '@overcommit/protocol';
import { createPeers, type Peers } from '../peers/index.ts';

/** People in one list: more than any class has, and it fits into a frame. */
const MOST_PEOPLE = 300;
/** A person is away after this time without an open screen. Less may be a reload or a lost connection. */
const AWAY_MS = 60_000;
/** Changes within this time are sent as one list. */
const GATHER_MS = 50;

export type PresenceBoard = {
  set(machineId: string, socketId: string, person: { actorId: string; presence: Presence }): void;
  remove(machineId: string, socketId: string): void;
  people(machineId: string): PresentPerson[];
  /** Whether the actor has looked at the machine within the last minute. If this process cannot know, the answer is yes. */
  isHere(machineId: string, actorId: string): boolean;
  /** Machines that someone looks at, through any process. */
  machines(): string[];
  close(): void;
};

/** A person as seen by viewers whose future is concealed: that they are here, not what they look at. */
export function withoutPlace({ actorId, isHandRaised }: PresentPerson): PresentPerson {
  return { actorId, isHandRaised, atSeq: null, view: null, pid: null };
}

type Screen = { actorId: string; presence: Presence };

/**
 * Who looks at which machine, through any process. In memory only: a process's screens end with it and come back with the
 * sockets. `send` gets the list for the screens of this process.
 */
export function createPresenceBoard(
  send: (machineId: string, people: PresentPerson[]) => void,
  nowMs: () => number = () => performance.now(),
  peers: Peers = createPeers(null),
): PresenceBoard {
  const begunMs = nowMs();
  /** When an actor closed their last screen, by machine and actor. */
  const left = new Map<string, number>();
  const boards = new Map<string, Map<string, Screen>>();

  const people = (machineId: string) => peopleOf(boards.get(machineId)?.values() ?? []);
  const gathered = createGathering((machineId) => send(machineId, people(machineId)));
  const changed = gathered.changed;

  function remove(machineId: string, socketId: string): void {
    const board = boards.get(machineId);
    const actorId = board?.get(socketId)?.actorId;
    if (!board?.delete(socketId)) return;
    for (const [key, leftMs] of left) if (nowMs() - leftMs >= AWAY_MS) left.delete(key);
    left.set(`${machineId} ${actorId}`, nowMs());
    if (board.size === 0) boards.delete(machineId);
    changed(machineId);
  }

  /** Ids of machines and sockets have no spaces. */
  const tell = peers.table<Screen>('screens', (key, screen) => {
    const [machineId = '', socketId = ''] = key.split(' ');
    if (!screen) return remove(machineId, socketId);
    const board = boards.get(machineId) ?? new Map<string, Screen>();
    boards.set(machineId, board);
    board.delete(socketId);
    board.set(socketId, screen);
    changed(machineId);
  });

  return {
    set: (machineId, socketId, screen) => tell(`${machineId} ${socketId}`, screen),
    remove(machineId, socketId) {
      if (boards.get(machineId)?.has(socketId)) tell(`${machineId} ${socketId}`, null);
    },
    people,
    isHere(machineId, actorId) {
      // After a restart people have had no time to come back.
      if (nowMs() - begunMs < AWAY_MS) return true;
      if ([...(boards.get(machineId)?.values() ?? [])].some((one) => one.actorId === actorId)) return true;
      return nowMs() - (left.get(`${machineId} ${actorId}`) ?? Number.NEGATIVE_INFINITY) < AWAY_MS;
    },
    machines: () => [...boards.keys()],
    close: gathered.close,
  };
}

/** One line per person. Of several windows the one that changed last counts; a hand raised in any of them is raised. */
function peopleOf(screens: Iterable<Screen>): PresentPerson[] {
  const byActor = new Map<string, PresentPerson>();
  for (const { actorId, presence } of screens) {
    const isHandRaised = presence.isHandRaised || (byActor.get(actorId)?.isHandRaised ?? false);
    byActor.set(actorId, { ...presence, isHandRaised, actorId });
  }
  return [...byActor.values()].slice(0, MOST_PEOPLE);
}

/** Calls `send` once for all changes of a machine within a short time. */
function createGathering(send: (machineId: string) => void) {
  const pending = new Map<string, NodeJS.Timeout>();
  return {
    changed(machineId: string): void {
      if (pending.has(machineId)) return;
      const timer = setTimeout(() => {
        pending.delete(machineId);
        send(machineId);
      }, GATHER_MS);
      timer.unref();
      pending.set(machineId, timer);
    },
    close(): void {
      for (const timer of pending.values()) clearTimeout(timer);
    },
  };
}
