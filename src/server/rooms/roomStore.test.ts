import { type Command, digest, ENGINE_VERSION, replay, serialise } from '@overcommit/engine';
import type { EventStore } from '@overcommit/event-store';
import { describe, expect, it } from 'vitest';
import { foldsToItsLog, log, M, memory, open, send, troubled } from '../../../test/fixtures/rooms.ts';
import { soon } from '../../../test/fixtures/soon.ts';

describe('a room and its store', () => {
  it('forgets what it did when the append fails, so that the next command is decided on what the log says', async () => {
    const { trouble, store } = troubled(memory());
    const opened = await open({ store });
    trouble.fail = 1;
    await expect(send(opened.rooms, 'spawn db')).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    expect(await send(opened.rooms, 'exit db 0')).toMatchObject({ ok: true, seq: 3, result: 'ESRCH' });
    await foldsToItsLog(opened);
  });

  it('finds its entry again when the store wrote it but the answer was lost', async () => {
    const { trouble, store } = troubled(memory());
    const opened = await open({ store });
    trouble.loseAnswer = 1;
    expect(await send(opened.rooms, 'spawn db')).toMatchObject({ ok: true, seq: 3, result: 'ok' });
    expect(await send(opened.rooms, 'spawn db')).toMatchObject({ ok: true, seq: 3, result: 'ok' });
    expect(await log(store)).toHaveLength(3);
    await foldsToItsLog(opened);
  });

  it('decides again on what it missed when another process was first', async () => {
    const store = memory();
    const [one, two] = [await open({ store }), await open({ store })];
    expect(await send(one.rooms, 'spawn db')).toMatchObject({ seq: 3, result: 'ok' });
    expect(await send(two.rooms, 'spawn db', { id: 'other' })).toMatchObject({ seq: 4, result: 'EEXIST' });
    const lines = Array.from({ length: 20 }, (_, i) => `spawn p${i}`);
    const answers = await Promise.all(lines.map((line, i) => send(i % 2 === 0 ? one.rooms : two.rooms, line)));
    expect(answers.every((answer) => answer.ok && answer.result === 'ok')).toBe(true);
    expect((await log(store)).map((e) => e.version)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
    await foldsToItsLog(one);
    await foldsToItsLog(two);
  });

  it('gives one entry to a command that two processes carry out at once', async () => {
    const store = memory();
    const [one, two] = [await open({ store }), await open({ store })];
    const answers = await Promise.all([one, two].map(({ rooms }) => send(rooms, 'spawn db')));
    expect(answers.map((answer) => answer.ok && answer.seq)).toEqual([3, 3]);
    await foldsToItsLog(one);
    await foldsToItsLog(two);
  });

  it('comes to the same state with snapshots, without, and after all of them were deleted', async () => {
    const { rooms, store } = await open({ limits: { snapshotEvery: 5 } });
    for (let i = 0; i < 21; i++) await send(rooms, `spawn p${i}`);
    const before = await rooms.end(M);
    await soon(async () => expect(await store.latestSnapshot(M)).toMatchObject({ version: 20 }));
    for (const forget of [async () => undefined, () => store.deleteSnapshots()]) {
      await forget();
      await rooms.unload(M);
      expect(await rooms.end(M)).toEqual(before);
    }
  });

  it('does without a snapshot that cannot be read', async () => {
    const { rooms, store } = await open();
    await send(rooms, 'spawn db');
    const before = await rooms.end(M);
    for (const state of ['{', '{"seq":1}']) {
      await store.saveSnapshot(M, { version: 3, type: `machine@${ENGINE_VERSION}`, schemaVersion: 1, state });
      await rooms.unload(M);
      expect(await rooms.end(M)).toEqual(before);
    }
  });

  /** A snapshot that reads well and that no room took. */
  const wrong = (version: number, state: string) => ({
    version,
    type: `machine@${ENGINE_VERSION}`,
    schemaVersion: 1,
    state,
  });

  it('drops a snapshot on which the log does not go on', async () => {
    const { rooms, store } = await open();
    const other = await open({ machines: ['other'] });
    for (const line of ['spawn db', 'mmap db heap 4K rw private']) await send(rooms, line);
    const { header, entries } = await other.rooms.page('other', 0, 500);
    const stranger = replay(header.machine.spec, entries);
    const before = await rooms.end(M);
    await store.saveSnapshot(M, wrong(3, serialise({ ...stranger, seq: 3 })));
    await rooms.unload(M);
    expect(await rooms.end(M)).toEqual(before);
    expect(await store.latestSnapshot(M)).toBeNull();
  });

  it('finds a machine that is not what its log folds to when it keeps the next snapshot, and folds it anew', async () => {
    const said: string[] = [];
    const opened = await open({ limits: { snapshotEvery: 5 }, said });
    const { rooms, store } = opened;
    await send(rooms, 'spawn p0');
    const { header, entries } = await rooms.page(M, 0, 500);
    const spoilt = replay(header.machine.spec, entries);
    await store.saveSnapshot(M, wrong(3, serialise({ ...spoilt, committed: spoilt.committed + 1 })));
    await rooms.unload(M);
    expect((await rooms.end(M)).digest).not.toBe(digest(spoilt));
    await store.deleteSnapshots(M);
    for (let i = 1; i < 4; i++) await send(rooms, `spawn p${i}`);
    await soon(() => expect(said).toContain('the machine in memory is not what its log folds to; it is folded anew'));
    await soon(() => foldsToItsLog(opened));
  });

  it('reads a machine from its log again when the engine throws, and goes on', async () => {
    const opened = await open({ machines: [M, 'other'] });
    await send(opened.rooms, 'spawn db');
    const torn = { verb: 'mmap', process: 'db', region: 'heap', bytes: 4096 } as unknown as Command;
    const failing = opened.rooms.dispatch({ machineId: M, commandId: 'torn', command: torn }, 'ada');
    await expect(failing).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR', message: /nothing was recorded/ });
    expect(await send(opened.rooms, 'mmap db heap 4K rw private')).toMatchObject({ ok: true, seq: 4, result: 'ok' });
    expect(await send(opened.rooms, 'spawn db', { machineId: 'other' })).toMatchObject({ ok: true });
    await foldsToItsLog(opened);
  });

  it('keeps a machine whose log cannot be folded from troubling the others', async () => {
    const inner = memory();
    const store: EventStore = {
      ...inner,
      read: async (id, options) =>
        id === 'broken' ? (await inner.read(id, options)).slice(1) : inner.read(id, options),
    };
    const { rooms } = await open({ store, machines: ['broken', M] });
    await rooms.unload('broken');
    await expect(send(rooms, 'spawn db', { machineId: 'broken' })).rejects.toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
    });
    expect(await send(rooms, 'spawn db')).toMatchObject({ ok: true, result: 'ok' });
  });
});
