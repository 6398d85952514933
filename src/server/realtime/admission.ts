import type { IncomingMessage } from 'node:http';
import { createPeers } from '../peers/index.ts';
import type { RealtimeOptions, SocketPerson } from './types.ts';

/** Connections of one person, those that end and those that are not known by a window yet among them. */
const MOST_OF_PERSON = 100;
/** From one address: a lecture hall of 500, each with a few windows. */
const MOST_OF_ADDRESS = 3000;
/** From one address without a session. They are told that they are not logged in, and end soon. */
const MOST_UNKNOWN = 100;

export type Admission<Person extends SocketPerson> = {
  /** Asked once for each connection, before it is opened: null, or why it is refused. */
  admit(request: IncomingMessage): Promise<string | null>;
  /** The connection of an admitted request is open; the answer is called when it has ended. */
  opened(request: IncomingMessage): () => void;
  /** Who opened the connection; null = no session. */
  personOf(request: IncomingMessage): Person | null;
};

type Ports<Person extends SocketPerson> = Pick<RealtimeOptions<Person>, 'authenticate' | 'addressOf' | 'peers'>;

/**
 * Bounds connections by person and by address, over all processes. Whoever has a session does not wait for those behind the same address who
 * have none.
 */
export function createAdmission<Person extends SocketPerson>({
  authenticate,
  addressOf = ({ socket }) => socket.remoteAddress ?? 'unknown',
  peers = createPeers(null),
}: Ports<Person>): Admission<Person> {
  const admitted = new WeakMap<IncomingMessage, { person: Person | null; keys: string[] }>();
  const own = new Map<string, number>();
  /** Connections by key, and by the process that has them. */
  const open = new Map<string, Map<string, number>>();
  const tell = peers.table<number>('connections', (key, count, ownerId) => {
    const counts = open.get(key) ?? new Map<string, number>();
    if (count === null) counts.delete(ownerId);
    else counts.set(ownerId, count);
    if (counts.size === 0) open.delete(key);
    else open.set(key, counts);
  });
  const countOf = (key: string) => [...(open.get(key)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  const isFull = (key: string, most: number) => countOf(key) >= most;
  const add = (key: string, change: number) => {
    const count = (own.get(key) ?? 0) + change;
    if (count > 0) own.set(key, count);
    else own.delete(key);
    tell(key, count > 0 ? count : null);
  };

  return {
    async admit(request) {
      const person = await authenticate(request.headers);
      const address = addressOf(request);
      const from = person ? `address ${address}` : `unknown ${address}`;
      if (isFull(from, person ? MOST_OF_ADDRESS : MOST_UNKNOWN)) return 'TOO_MANY_REQUESTS';
      const theirs = person ? [`person ${person.id}`] : [];
      if (theirs.some((key) => isFull(key, MOST_OF_PERSON))) return 'TOO_MANY_REQUESTS';
      admitted.set(request, { person, keys: [from, ...theirs] });
      return null;
    },
    opened(request) {
      const keys = admitted.get(request)?.keys ?? [];
      for (const key of keys) add(key, 1);
      return () => {
        for (const key of keys) add(key, -1);
      };
    },
    personOf: (request) => admitted.get(request)?.person ?? null,
  };
}
