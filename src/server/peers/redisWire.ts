import { Redis } from 'ioredis';
import type { Wire } from './types.ts';

/** One stream for all: its order is the order for everybody. */
const STREAM = 'overcommit:peers';
/** Texts kept: those that a process may read late, after its connection broke. */
const MOST_TEXTS = 5000;
const MOST_READ = 500;
const BLOCK_MS = 5000;
/** A Redis that answers later than this is away. */
const LATE_MS = 2000;
const RETRY_MS = 500;

type Log = { info(fields: object, message: string): void; warn(fields: object, message: string): void };
type Read = [stream: string, texts: [id: string, fields: string[]][]][] | null;

type State = { isReading: boolean; isWriting: boolean };

/**
 * A wire through a stream of Redis. A reader goes on where it was, so a short break loses nothing of what others sent;
 * what is sent while Redis is away is lost, and the sender never waits.
 */
export function createRedisWire(url: string, log: Log): Wire {
  const retryStrategy = () => RETRY_MS;
  const writing = { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: LATE_MS };
  const writer = new Redis(url, { retryStrategy, ...writing });
  // It waits for its connection: a read that failed at once would be asked again without end.
  const reader = new Redis(url, { retryStrategy, maxRetriesPerRequest: null });
  const up = createUp(log);
  const tryWriting = () => {
    writer.ping().then(
      () => up.change({ isWriting: true }),
      () => up.change({ isWriting: false }),
    );
  };
  // The client reconnects by itself; without a listener an error would end the process.
  for (const client of [writer, reader]) client.on('error', () => undefined);
  writer.on('ready', tryWriting);
  writer.on('close', () => up.change({ isWriting: false }));
  const reading = createReading(reader, { up, log });
  const trying = setInterval(tryWriting, LATE_MS);
  trying.unref();

  return {
    send(text) {
      writer
        .xadd(STREAM, 'MAXLEN', '~', MOST_TEXTS, '*', 'text', text)
        .then(() => up.change({ isWriting: true }))
        .catch(() => up.change({ isWriting: false }));
    },
    onText: reading.onText,
    isUp: up.isUp,
    onUp: up.onUp,
    async close() {
      up.close();
      clearInterval(trying);
      reading.close();
      // What was sent is on its way in the order of the connection; the answer to QUIT comes after it.
      await writer.quit().catch(() => undefined);
      writer.disconnect();
    },
  };
}

type Up = ReturnType<typeof createUp>;

/** Up: what is written arrives, and what others write is read. */
function createUp(log: Log) {
  const listeners: ((isUp: boolean) => void)[] = [];
  let state: State = { isReading: false, isWriting: false };
  let wasUp = false;
  let isClosed = false;
  return {
    isUp: () => wasUp,
    onUp: (listener: (isUp: boolean) => void) => void listeners.push(listener),
    change(part: Partial<State>): void {
      state = { ...state, ...part };
      const isUp = state.isReading && state.isWriting;
      if (isUp === wasUp || isClosed) return;
      wasUp = isUp;
      if (isUp) log.info({}, 'Redis is reached: this process and the others know of each other');
      else log.warn({}, 'Redis is away: changes of other processes come late');
      for (const listener of listeners) listener(isUp);
    },
    close() {
      isClosed = true;
      wasUp = false;
    },
  };
}

/** Reads on and on, from the end that the stream has at the start. */
function createReading(reader: Redis, { up, log }: { up: Up; log: Log }) {
  const listeners: ((text: string) => void)[] = [];
  let hasBegun = false;
  let isClosed = false;

  function hand(text: string): void {
    try {
      for (const listener of listeners) listener(text);
    } catch (err) {
      log.warn({ err }, 'a message of another process was not understood');
    }
  }
  async function read(): Promise<void> {
    const [newest] = await reader.xrevrange(STREAM, '+', '-', 'COUNT', 1);
    let last = newest?.[0] ?? '0-0';
    hasBegun = true;
    up.change({ isReading: true });
    while (!isClosed) {
      const asked = reader.xread('COUNT', MOST_READ, 'BLOCK', BLOCK_MS, 'STREAMS', STREAM, last);
      const found = (await asked.catch(() => null)) as Read;
      for (const [id, [, text = '']] of found?.[0]?.[1] ?? []) {
        last = id;
        hand(text);
      }
    }
  }
  reader.on('close', () => up.change({ isReading: false }));
  reader.on('ready', () => up.change({ isReading: hasBegun }));
  read().catch((err) => isClosed || log.warn({ err }, 'Redis cannot be read'));
  return {
    onText: (listener: (text: string) => void) => void listeners.push(listener),
    close() {
      isClosed = true;
      reader.disconnect();
    },
  };
}
