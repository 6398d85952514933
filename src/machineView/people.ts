import type { OwnerLook } from '@/ui/OwnerMark.tsx';

/** What a screen must know of a seat; the protocol's `Seat` fits. */
export type SeatLike = {
  actorId: string;
  displayName: string;
  initials: string;
  colour: number;
  uid: number;
  role: 'student' | 'staff';
  isGuest?: true;
  isRemoved?: true;
};

/** The looks and names of people, by actor and by uid. */
export type People = {
  seats: SeatLike[];
  look: (actor: string | null) => OwnerLook;
  lookOfUid: (uid: number) => OwnerLook;
  name: (actor: string | null) => string;
  nameOfUid: (uid: number) => string;
};

const SYSTEM: OwnerLook = { colour: null, pattern: 0, initials: 'SY', name: 'the system' };

/** From the ninth seat on, colours repeat. Each repeat has another pattern, so that no two seats look alike. */
export function indexPeople(seats: SeatLike[]): People {
  const rounds = new Map<number, number>();
  const looks = new Map<string, OwnerLook>();
  const byUid = new Map<number, OwnerLook>();
  for (const seat of seats) {
    const round = rounds.get(seat.colour) ?? 0;
    rounds.set(seat.colour, round + 1);
    const look = {
      colour: seat.colour,
      pattern: (seat.colour + round * 3) % 8,
      initials: seat.initials,
      name: seat.displayName,
    };
    looks.set(seat.actorId, look);
    if (!byUid.has(seat.uid)) byUid.set(seat.uid, look);
  }
  const lookOfUid = (uid: number): OwnerLook =>
    byUid.get(uid) ?? (uid === 0 ? { ...SYSTEM, name: 'root' } : guest(`uid ${uid}`, uid));
  const look = (actor: string | null): OwnerLook =>
    actor === null || actor === 'system' ? SYSTEM : (looks.get(actor) ?? guest(actor, actor.length));
  return { seats, look, lookOfUid, name: (actor) => look(actor).name, nameOfUid: (uid) => lookOfUid(uid).name };
}

/** A person who has left, or a uid of a script: still a look of its own. */
const guest = (name: string, n: number): OwnerLook => ({
  colour: n % 8,
  pattern: n % 8,
  initials: name.replace(/^uid (\d*)(\d\d)$/, '$2').slice(0, 2),
  name,
});
