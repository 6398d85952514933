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

/**
 * A wire through a stream of Redis. A reader goes on where it was, so a short break loses nothing of what others sent;
 * what is sent while Redis is away is lost, and the sender never waits.
 */
export function createRedisWire(url: string, log: Log): Wire {
  const retryStrategy = () => RETRY_MS;
  const writer = new Redis(url, {
    retryStrategy,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: LATE_MS,
  });
  // It waits for its connection: a read that failed at once would be asked again without end.
  const reader = new Redis(url, { retryStrategy, maxRetriesPerRequest: null });
  const onText: ((text: string) => void)[] = [];
  const onUp: ((isUp: boolean) => void)[] = [];
  let isReading = false;
  let isWriting = false;
  let wasUp = false;
  let isClosed = false;
  let hasBegun = false;

  function change(next: { isReading?: boolean; isWriting?: boolean }): void {
    isReading = next.isReading ?? isReading;
    isWriting = next.isWriting ?? isWriting;
    const isUp = isReading && isWriting;
    if (isUp === wasUp || isClosed) return;
    wasUp = isUp;
    if (isUp) log.info({}, 'Redis is reached: this process and the others know of each other');
    else log.warn({}, 'Redis is away: changes of other processes come late');
    for (const listener of onUp) listener(isUp);
  }

  function tryWriting(): void {
    writer.ping().then(
      () => change({ isWriting: true }),
      () => change({ isWriting: false }),
    );
  }

  /** Reads on and on, from the end that the stream has now. */
  async function read(): Promise<void> {
    const [newest] = await reader.xrevrange(STREAM, '+', '-', 'COUNT', 1);
    let last = newest?.[0] ?? '0-0';
    hasBegun = true;
    change({ isReading: true });
    while (!isClosed) {
      const found = (await reader
        .xread('COUNT', MOST_READ, 'BLOCK', BLOCK_MS, 'STREAMS', STREAM, last)
        .catch(() => null)) as Read;
      for (const [id, [, text = '']] of found?.[0]?.[1] ?? []) {
        last = id;
        for (const listener of onText) hand(listener, text);
      }
    }
  }

  function hand(listener: (text: string) => void, text: string): void {
    try {
      listener(text);
    } catch (err) {
      log.warn({ err }, 'a message of another process was not understood');
    }
  }

  // The client reconnects by itself; without a listener an error would end the process.
  for (const client of [writer, reader]) client.on('error', () => undefined);
  writer.on('ready', tryWriting);
  writer.on('close', () => change({ isWriting: false }));
  reader.on('close', () => change({ isReading: false }));
  reader.on('ready', () => change({ isReading: hasBegun }));
  const trying = setInterval(tryWriting, LATE_MS);
  trying.unref();
  read().catch((err) => isClosed || log.warn({ err }, 'Redis cannot be read'));

  return {
    send(text) {
      writer
        .xadd(STREAM, 'MAXLEN', '~', MOST_TEXTS, '*', 'text', text)
        .then(() => change({ isWriting: true }))
        .catch(() => change({ isWriting: false }));
    },
    onText: (listener) => void onText.push(listener),
    isUp: () => wasUp,
    onUp: (listener) => void onUp.push(listener),
    async close() {
      isClosed = true;
      clearInterval(trying);
      // What was sent is on its way in the order of the connection; the answer to QUIT comes after it.
      await writer.quit().catch(() => undefined);
      reader.disconnect();
    },
  };
}
