import type { EventStore, NewEvent, StoredEvent, Upcasters } from '@overcommit/event-store';
import { hashedBody, hashHeader, hashLink, MISSED_LIMIT } from '@overcommit/event-store';
import { beforeAll, describe, expect, it } from 'vitest';
import { soon } from '../fixtures/soon.ts';

/** Makes a store for one test file: fresh, or shared with others under stream ids of its own. */
export type MakeStore = (upcasters?: Upcasters) => Promise<EventStore>;

const HEADER = { format: 'test', nested: { b: 1, a: ['x', null, true] } };
let streams = 0;

function event(commandId: string, data: Record<string, unknown> = {}): NewEvent {
  const metadata = { actor: 'ada', commandId, engineVersion: '1', policy: 'linux-6.1' };
  return {
    type: 'entry',
    schemaVersion: 1,
    data: { tick: 0, command: { verb: 'swapoff' }, facts: [], ...data },
    metadata,
  };
}

const events = (...ids: string[]) => ids.map((id) => event(id));
const versions = (stored: readonly StoredEvent[]) => stored.map((e) => e.version);

/** Reads all events of a store, page by page. */
async function everything(store: EventStore, from: string | null, limit = 100) {
  const found: StoredEvent[] = [];
  let cursor = from;
  for (;;) {
    const page = await store.readAll(cursor, limit);
    found.push(...page.events);
    if (page.cursor === cursor || page.events.length === 0) return { found, cursor: page.cursor };
    cursor = page.cursor;
  }
}

/** The contract that every event store keeps. */
export function describeEventStore(name: string, makeStore: MakeStore): void {
  describe(`the event store ${name}`, () => {
    let store: EventStore;
    beforeAll(async () => {
      store = await makeStore();
    });

    async function stream(header: Record<string, unknown> = HEADER): Promise<string> {
      streams += 1;
      const streamId = `s-${name.replaceAll(' ', '-')}-${streams}-${process.pid}`;
      await store.createStream({ streamId, kind: 'machine', header });
      return streamId;
    }

    describeStreams();
    describeAppend();
    describeHashes();
    describeReading();
    describeSnapshots();

    function describeStreams() {
      it('creates a stream once: again with the same header changes nothing, with another is an error', async () => {
        const id = await stream();
        expect(await store.createStream({ streamId: id, kind: 'machine', header: { ...HEADER } })).toEqual({
          isNew: false,
        });
        await expect(store.createStream({ streamId: id, kind: 'machine', header: { other: 1 } })).rejects.toThrow(
          /another header/,
        );
        expect(await store.stream(id)).toMatchObject({ streamId: id, kind: 'machine', header: HEADER });
      });

      it('knows nothing of a stream that was not created', async () => {
        expect(await store.stream('nowhere')).toBeNull();
        expect(await store.head('nowhere')).toBeNull();
        expect(await store.read('nowhere')).toEqual([]);
        expect(await store.append('nowhere', 0, events('c1'))).toEqual({ ok: false, reason: 'noStream' });
      });
    }

    function describeAppend() {
      it('numbers events from 1 without gaps', async () => {
        const id = await stream();
        expect(await store.append(id, 0, events('c1', 'c2'))).toMatchObject({ ok: true, version: 2, isRepeat: false });
        expect(await store.append(id, 2, events('c3'))).toMatchObject({ ok: true, version: 3 });
        expect(versions(await store.read(id))).toEqual([1, 2, 3]);
        expect(await store.head(id)).toMatchObject({ version: 3 });
      });

      it('answers a wrong expectedVersion with what was missed, and writes nothing', async () => {
        const id = await stream();
        await store.append(id, 0, events('c1', 'c2', 'c3'));
        const answer = await store.append(id, 1, events('late'));
        expect(answer).toMatchObject({ ok: false, reason: 'conflict', version: 3 });
        expect(answer.ok || answer.reason !== 'conflict' ? [] : versions(answer.missed)).toEqual([2, 3]);
        expect(await store.head(id)).toMatchObject({ version: 3 });
        expect(await store.append(id, 7, events('early'))).toMatchObject({
          ok: false,
          reason: 'conflict',
          version: 3,
          missed: [],
        });
      });

      it('bounds what was missed', async () => {
        const id = await stream();
        await store.append(
          id,
          0,
          Array.from({ length: MISSED_LIMIT + 3 }, (_, i) => event(`c${i}`)),
        );
        const answer = await store.append(id, 0, events('late'));
        expect(answer.ok || answer.reason !== 'conflict' ? [] : answer.missed).toHaveLength(MISSED_LIMIT);
        expect(answer).toMatchObject({ version: MISSED_LIMIT + 3 });
      });

      it('answers a resend with the first result, whatever version it expects', async () => {
        const id = await stream();
        const first = await store.append(id, 0, [event('c1', { tick: 5 }), event('c2')]);
        await store.append(id, 2, events('c3'));
        for (const expected of [0, 2, 3]) {
          const again = await store.append(id, expected, [event('c1', { tick: 99 }), event('c2')]);
          expect(again).toMatchObject({ ok: true, version: 2, isRepeat: true });
          expect(again.ok && again.events).toEqual(first.ok && first.events);
        }
        expect(await store.head(id)).toMatchObject({ version: 3 });
      });

      it('finds the event that a commandId made', async () => {
        const id = await stream();
        await store.append(id, 0, events('c1', 'c2'));
        expect(await store.findCommand(id, 'c2')).toMatchObject({ version: 2 });
        expect(await store.findCommand(id, 'c9')).toBeNull();
      });

      it('keeps commandIds apart by stream', async () => {
        const [a, b] = [await stream(), await stream()];
        await store.append(a, 0, events('same'));
        expect(await store.append(b, 0, events('same'))).toMatchObject({ ok: true, version: 1, isRepeat: false });
      });

      it('refuses a batch that was stored in part, an empty one, and a commandId twice in one', async () => {
        const id = await stream();
        await store.append(id, 0, events('c1'));
        await expect(store.append(id, 1, events('c1', 'c2'))).rejects.toThrow(/as it was/);
        await expect(store.append(id, 1, [])).rejects.toThrow(/at least one/);
        await expect(store.append(id, 1, events('c5', 'c5'))).rejects.toThrow(/twice/);
        expect(await store.head(id)).toMatchObject({ version: 1 });
      });

      it('lets exactly one of many simultaneous appends at one version through', async () => {
        const id = await stream();
        const answers = await Promise.all(
          Array.from({ length: 12 }, (_, i) => store.append(id, 0, events(`r${i}`, `r${i}b`))),
        );
        expect(answers.filter((a) => a.ok)).toHaveLength(1);
        expect(versions(await store.read(id))).toEqual([1, 2]);
      });

      it('gives simultaneous sendings of one command one event', async () => {
        const id = await stream();
        const answers = await Promise.all(Array.from({ length: 6 }, () => store.append(id, 0, events('once'))));
        expect(answers.every((a) => a.ok && a.version === 1)).toBe(true);
        expect(await store.read(id)).toHaveLength(1);
      });

      it('appends to many streams at once', async () => {
        const ids = await Promise.all(Array.from({ length: 40 }, () => stream()));
        await Promise.all(
          ids.map(async (id, n) => {
            for (let i = 0; i < 5; i++)
              expect(await store.append(id, i, [event(`c${i}`, { tick: n })])).toMatchObject({ ok: true });
          }),
        );
        for (const [n, id] of ids.entries()) {
          const found = await store.read(id);
          expect(versions(found)).toEqual([1, 2, 3, 4, 5]);
          expect(new Set(found.map((e) => e.data.tick))).toEqual(new Set([n]));
        }
      });

      it('keeps data as JSON does, whatever is done to the object afterwards', async () => {
        const id = await stream();
        const facts = [
          { type: 'KernelSaid', lines: ['Killed: "é€😀"\\'], big: Number.MAX_SAFE_INTEGER, none: null, deep: [[], {}] },
        ];
        await store.append(id, 0, [event('c1', { facts })]);
        const before = structuredClone(facts);
        facts.length = 0;
        const [stored] = await store.read(id);
        expect(stored?.data).toEqual({ tick: 0, command: { verb: 'swapoff' }, facts: before });
        expect(stored?.metadata).toEqual({ actor: 'ada', commandId: 'c1', engineVersion: '1', policy: 'linux-6.1' });
      });
    }

    function describeHashes() {
      it('links every event to the one before, and the first to the header', async () => {
        const id = await stream();
        await store.append(id, 0, events('c1', 'c2'));
        await store.append(id, 2, [event('c3', { facts: [{ type: 'B', z: 1, a: 2 }] })]);
        let hash = hashHeader(HEADER);
        expect(await store.read(id, { isRaw: true })).toHaveLength(3);
        for (const { hash: stored, ...rest } of await store.read(id, { isRaw: true })) {
          hash = hashLink(hash, hashedBody(rest));
          expect(stored).toBe(hash);
          expect(rest.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        }
        expect(await store.head(id)).toEqual({ version: 3, hash });
      });

      it('has the header’s hash as the head of an empty stream', async () => {
        expect(await store.head(await stream())).toEqual({ version: 0, hash: hashHeader(HEADER) });
      });
    }

    function describeReading() {
      it('reads pages of a stream', async () => {
        const id = await stream();
        await store.append(id, 0, events('c1', 'c2', 'c3', 'c4'));
        expect(versions(await store.read(id, { after: 1, limit: 2 }))).toEqual([2, 3]);
        expect(await store.read(id, { after: 4 })).toEqual([]);
      });

      it('reads a page up to a size, and never less than one event', async () => {
        const id = await stream();
        // One kind of text that is stored compressed, one that is not.
        const [long, odd] = ['x'.repeat(100_000), Array.from({ length: 1500 }, (_, n) => (n * n) % 97).join()];
        const texts = [odd, long, long, odd];
        await store.append(
          id,
          0,
          texts.map((text, n) => event(`c${n}`, { text })),
        );
        const read = async (after: number, mostBytes: number) =>
          versions(await store.read(id, { after, limit: 10, mostBytes }));
        expect(await read(0, 1000)).toEqual([1]);
        expect(await read(0, 20_000)).toEqual([1]);
        expect(await read(0, 120_000)).toEqual([1, 2]);
        expect(await read(1, 120_000)).toEqual([2]);
        expect(await read(0, 1_000_000)).toEqual([1, 2, 3, 4]);
        expect(await read(4, 1000)).toEqual([]);
      });

      it('reads all streams in one order, each event once, resumable at any page', async () => {
        const start = (await everything(store, null)).cursor;
        const [a, b] = [await stream(), await stream()];
        await store.append(a, 0, events('a1'));
        await store.append(b, 0, events('b1', 'b2'));
        await store.append(a, 1, events('a2'));
        const mine = async (limit: number) => {
          const { found } = await everything(store, start, limit);
          return found.filter((e) => e.streamId === a || e.streamId === b).map((e) => e.metadata.commandId);
        };
        // A store may hold events back while any other transaction is open.
        await soon(async () => expect(await mine(1)).toEqual(['a1', 'b1', 'b2', 'a2']));
        expect(await mine(100)).toEqual(['a1', 'b1', 'b2', 'a2']);
        const end = (await everything(store, start)).cursor;
        expect(await store.readAll(end, 10)).toEqual({ events: [], cursor: end });
      });

      it('lifts old events on read and leaves raw ones as stored', async () => {
        const upcasters: Upcasters = {
          events: [{ type: 'entry', from: 1, upcast: (data) => ({ ...data, isLifted: true }) }],
          snapshots: [{ type: 'machine', from: 1, upcast: (state) => `new ${state}` }],
        };
        const lifting = await makeStore(upcasters);
        const id = await stream();
        await lifting.createStream({ streamId: id, kind: 'machine', header: HEADER });
        await lifting.append(id, 0, events('c1'));
        expect((await lifting.read(id))[0]).toMatchObject({ schemaVersion: 2, data: { isLifted: true } });
        expect((await lifting.read(id, { isRaw: true }))[0]?.data).not.toHaveProperty('isLifted');
        await lifting.saveSnapshot(id, { version: 1, type: 'machine', schemaVersion: 1, state: '{}' });
        expect(await lifting.latestSnapshot(id)).toMatchObject({ schemaVersion: 2, state: 'new {}' });
      });
    }

    function describeSnapshots() {
      const snapshot = (version: number) => ({
        version,
        type: 'machine',
        schemaVersion: 1,
        state: `{"at":${version}}`,
      });

      it('returns the newest snapshot, or the newest at or below a version', async () => {
        const id = await stream();
        await store.append(id, 0, events('c1', 'c2', 'c3'));
        expect(await store.latestSnapshot(id)).toBeNull();
        await store.saveSnapshot(id, snapshot(1));
        await store.saveSnapshot(id, snapshot(3));
        await store.saveSnapshot(id, snapshot(3));
        expect(await store.latestSnapshot(id)).toEqual(snapshot(3));
        expect(await store.latestSnapshot(id, 2)).toEqual(snapshot(1));
      });

      it('keeps few snapshots of a long stream, the newest among them, and none of another type', async () => {
        const id = await stream();
        const type = 'machine@2';
        for (let version = 1; version <= 30; version++) {
          await store.saveSnapshot(id, version <= 10 ? snapshot(version) : { ...snapshot(version), type });
        }
        const found = new Set<number>();
        for (let atMost = 30; atMost >= 1; atMost--) {
          const newest = await store.latestSnapshot(id, atMost);
          if (newest) found.add(newest.version);
        }
        expect([...found].slice(0, 3)).toEqual([30, 29, 28]);
        expect(found.size).toBeLessThan(15);
        expect(Math.min(...found)).toBeGreaterThan(10);
      });

      it('forgets snapshots without touching an event', async () => {
        const [a, b] = [await stream(), await stream()];
        for (const id of [a, b]) {
          await store.append(id, 0, events('c1'));
          await store.saveSnapshot(id, snapshot(1));
        }
        await store.deleteSnapshots(a);
        expect(await store.latestSnapshot(a)).toBeNull();
        expect(await store.latestSnapshot(b)).toEqual(snapshot(1));
        await store.deleteSnapshots();
        expect(await store.latestSnapshot(b)).toBeNull();
        expect(await store.read(a)).toHaveLength(1);
      });
    }
  });
}
