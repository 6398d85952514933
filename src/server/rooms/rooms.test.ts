import { type Command, digest, ENGINE_VERSION, type MachineSpec, replay } from '@overcommit/engine';
import { createMemoryStore, type EventStore, type StoredEvent } from '@overcommit/event-store';
import { describe, expect, it } from 'vitest';
import { createManualTime, type ManualTime } from '../../../test/fixtures/manualTime.ts';
import { createRooms, type Leases, RoomError, type RoomLimits, type Rooms } from './index.ts';

const SPEC: MachineSpec = { memKb: 262144, swapKb: 0, policy: 'linux-6.1', seed: 7, settings: {} };
const M = 'machine-1';

function memory(): EventStore {
  let ms = Date.UTC(2025, 0, 1);
  return createMemoryStore({ now: () => new Date(ms++).toISOString() });
}

/** Lets everything that is waiting on promises go on. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

type Opened = { rooms: Rooms; store: EventStore; time: ManualTime };

async function open(
  options: { store?: EventStore; limits?: Partial<RoomLimits>; leases?: Leases; machines?: string[] } = {},
): Promise<Opened> {
  const store = options.store ?? memory();
  const time = createManualTime(settle);
  const rooms = createRooms({ store, time, limits: options.limits, leases: options.leases });
  for (const machineId of options.machines ?? [M]) {
    await rooms.create({ machineId, spec: SPEC });
    await rooms.takeSeat(machineId, { actor: 'ada', uid: 1000, role: 'student' });
    await rooms.takeSeat(machineId, { actor: 'tess', uid: 0, role: 'staff' });
  }
  return { rooms, store, time };
}

const send = (rooms: Rooms, line: string, { id = line, actor = 'ada', machineId = M } = {}) =>
  rooms.submit({ machineId, commandId: id.replaceAll(' ', '-'), line }, actor);

async function log(store: EventStore, machineId = M): Promise<StoredEvent[]> {
  return store.read(machineId, { isRaw: true });
}

/** A store whose appends fail or are overtaken when a test says so. */
function troubled(store: EventStore) {
  const trouble = { fail: 0, loseAnswer: 0 };
  const append: EventStore['append'] = async (...args) => {
    if (trouble.fail > 0) {
      trouble.fail -= 1;
      throw new Error('the database is away');
    }
    const answer = await store.append(...args);
    if (trouble.loseAnswer > 0) {
      trouble.loseAnswer -= 1;
      throw new Error('the connection broke');
    }
    return answer;
  };
  return { trouble, store: { ...store, append } };
}

async function foldsToItsLog({ rooms, store }: Pick<Opened, 'rooms' | 'store'>, machineId = M): Promise<void> {
  const { header, entries } = await rooms.page(machineId, 0, 500);
  expect((await rooms.end(machineId)).digest).toBe(digest(replay(header.machine.spec, entries)));
  expect(entries).toHaveLength((await log(store, machineId)).length);
}

describe('a room', () => {
  it('answers a command with the number of its entry and what the kernel said', async () => {
    const { rooms, store } = await open();
    expect(await send(rooms, 'spawn db')).toMatchObject({ ok: true, seq: 3, result: 'ok', entry: { actor: 'ada' } });
    expect(await send(rooms, 'touch ghost heap')).toMatchObject({ ok: true, seq: 4, result: 'ESRCH' });
    await foldsToItsLog({ rooms, store });
  });

  it('answers a resend with the first answer and makes no second entry', async () => {
    const { rooms, store } = await open();
    const first = await send(rooms, 'spawn db');
    const again = await send(rooms, 'spawn db');
    expect(again).toMatchObject({ ok: true, seq: first.ok && first.seq, result: 'ok' });
    await rooms.unload(M);
    expect(await send(rooms, 'spawn db')).toMatchObject({ ok: true, seq: 3, result: 'ok' });
    expect(await log(store)).toHaveLength(3);
    await foldsToItsLog({ rooms, store });
  });

  it('answers a resend with the first answer even if the command would be rejected today', async () => {
    const { rooms } = await open();
    await send(rooms, 'spawn db');
    await rooms.setClock(M, { action: 'pause', commandId: 'p1' }, 'tess');
    await rooms.unload(M);
    expect(await send(rooms, 'spawn web')).toMatchObject({ ok: false, rejection: { code: 'PAUSED' } });
    expect(await send(rooms, 'spawn db')).toMatchObject({ ok: true, seq: 3 });
  });

  it('does not let one actor answer under another’s commandId', async () => {
    const { rooms } = await open();
    await send(rooms, 'spawn db', { id: 'c1' });
    await expect(send(rooms, 'spawn web', { id: 'c1', actor: 'tess' })).rejects.toThrow(/Somebody else/);
  });

  it('makes no entry of what it rejects', async () => {
    const { rooms, store } = await open();
    expect(await send(rooms, 'frobnicate db')).toMatchObject({ ok: false, rejection: { code: 'UNKNOWN_VERB' } });
    expect(await send(rooms, 'spawn db', { actor: 'nobody' })).toMatchObject({
      ok: false,
      rejection: { code: 'NO_SEAT' },
    });
    expect(await send(rooms, `spawn ${'x'.repeat(600)}`, { id: 'long' })).toMatchObject({
      ok: false,
      rejection: { code: 'TOO_LARGE' },
    });
    expect(await log(store)).toHaveLength(2);
  });

  it('knows no machine that was not made', async () => {
    const { rooms } = await open();
    await expect(send(rooms, 'spawn db', { machineId: 'nowhere' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(rooms.catchUp('nowhere', 0)).rejects.toThrow(RoomError);
  });

  it('gives a seat once, however often it is asked, and again when it changes', async () => {
    const { rooms, store } = await open();
    const [first, again] = await Promise.all(
      [0, 1].map(() => rooms.takeSeat(M, { actor: 'bob', uid: 1001, role: 'student' })),
    );
    expect(first).toEqual(again);
    await rooms.takeSeat(M, { actor: 'bob', uid: 1001, role: 'student' });
    expect(await log(store)).toHaveLength(3);
    for (const role of ['staff', 'student', 'staff'] as const)
      await rooms.takeSeat(M, { actor: 'bob', uid: 1001, role });
    expect(await log(store)).toHaveLength(6);
  });

  it('is made once: again with the same spec changes nothing', async () => {
    const { rooms, store } = await open();
    await rooms.create({ machineId: M, spec: SPEC });
    await expect(rooms.create({ machineId: M, spec: { ...SPEC, seed: 8 } })).rejects.toThrow(/another header/);
    expect(await log(store)).toHaveLength(2);
  });
});

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
    await expect(send(opened.rooms, 'spawn db')).rejects.toThrow();
    expect(await send(opened.rooms, 'spawn db')).toMatchObject({ ok: true, seq: 3, result: 'ok' });
    expect(await log(store)).toHaveLength(3);
    await foldsToItsLog(opened);
  });

  it('decides anew on what it missed when another process was first', async () => {
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
    expect(await store.latestSnapshot(M)).toMatchObject({ version: 20 });
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

  it('reads a machine from its log again when the engine throws, and goes on', async () => {
    const opened = await open({ machines: [M, 'other'] });
    await send(opened.rooms, 'spawn db');
    const torn = { verb: 'mmap', process: 'db', region: 'heap', bytes: 4096 } as unknown as Command;
    const failing = opened.rooms.submit({ machineId: M, commandId: 'torn', command: torn }, 'ada');
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

describe('listeners of rooms', () => {
  it('hear every entry in order, after it is stored and before its sender is answered', async () => {
    const { rooms, store } = await open();
    const heard: number[] = [];
    rooms.onEntry((_, entry) => {
      heard.push(entry.seq);
    });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => send(rooms, `spawn p${i}`).then((a) => a.ok && heard.includes(a.seq))),
    );
    expect(answers.every(Boolean)).toBe(true);
    expect(heard).toEqual((await log(store)).slice(2).map((e) => e.version));
  });

  it('may fail without harm to the room or to each other', async () => {
    const { rooms } = await open();
    const heard: number[] = [];
    rooms.onEntry(() => {
      throw new Error('a screen broke');
    });
    const stop = rooms.onEntry((_, entry) => heard.push(entry.seq));
    expect(await send(rooms, 'spawn db')).toMatchObject({ ok: true });
    stop();
    await send(rooms, 'spawn web');
    expect(heard).toEqual([3]);
  });
});

describe('limits', () => {
  it('refuse more commands a second than one may send, and let the next second through', async () => {
    const { rooms, time } = await open({ limits: { commandsPerSecond: 2, commandBurst: 3 } });
    await rooms.setClock(M, { action: 'pause', commandId: 'p' }, 'tess');
    for (let i = 0; i < 3; i++)
      expect(await send(rooms, `spawn p${i}`)).toMatchObject({ rejection: { code: 'PAUSED' } });
    expect(await send(rooms, 'spawn p3')).toMatchObject({
      rejection: { code: 'OVER_QUOTA', message: /commands a second/ },
    });
    expect(await send(rooms, 'spawn x', { actor: 'tess' })).toMatchObject({ ok: true });
    await time.advance(1000);
    expect(await send(rooms, 'spawn p3')).toMatchObject({ rejection: { code: 'PAUSED' } });
  });

  it('do not count a resend of what is stored', async () => {
    const { rooms } = await open({ limits: { commandsPerSecond: 1, commandBurst: 1 } });
    await send(rooms, 'spawn db');
    expect(await send(rooms, 'spawn web')).toMatchObject({ rejection: { code: 'OVER_QUOTA' } });
    expect(await send(rooms, 'spawn db')).toMatchObject({ ok: true, seq: 3 });
  });

  it('bound processes, mappings, ticks of one command, loops, entries and the queue', async () => {
    const { rooms, store } = await open({
      limits: { processes: 3, vmas: 14, ticksPerCommand: 5, scriptLines: 1, commandBurst: 100 },
    });
    for (let i = 0; i < 3; i++) await send(rooms, `spawn p${i}`);
    expect(await send(rooms, 'fork p0 p9')).toMatchObject({
      rejection: { code: 'OVER_QUOTA', message: /3 processes/ },
    });
    let last = await send(rooms, 'mmap p0 r0 64K rw private');
    for (let i = 1; i < 20 && last.ok; i++) last = await send(rooms, `mmap p0 r${i} 64K ${i % 2 ? 'r' : 'rw'} private`);
    expect(last).toMatchObject({ rejection: { code: 'OVER_QUOTA', message: /14 mappings/ } });
    expect(await send(rooms, 'tick 6', { actor: 'tess' })).toMatchObject({
      rejection: { code: 'OVER_QUOTA', message: /5 ticks/ },
    });
    const small = await open({ store, limits: { entryBytes: 200 }, machines: [] });
    expect(await send(small.rooms, 'exit p0 0')).toMatchObject({ rejection: { code: 'TOO_LARGE' } });
    const few = await open({ store, limits: { entryFacts: 1 }, machines: [] });
    expect(await send(few.rooms, 'exit p0 0')).toMatchObject({ rejection: { code: 'TOO_LARGE' } });
    const short = await open({ store, limits: { queueLength: 2 }, machines: [] });
    const answers = await Promise.all(Array.from({ length: 4 }, (_, i) => send(short.rooms, `exit p1 ${i}`)));
    expect(answers.filter((a) => !a.ok && a.rejection.code === 'OVER_QUOTA')).toHaveLength(2);
    await foldsToItsLog(small);
  });
});

describe('a fork bomb', () => {
  it('meets EAGAIN, which is an entry, and then the machine’s quota; another machine does not notice', async () => {
    const { rooms, store } = await open({ limits: { processes: 40, commandBurst: 1000 }, machines: [M, 'calm'] });
    const results = new Set<string>();
    for (const actor of ['ada', 'tess', 'bob']) {
      await rooms.takeSeat(M, { actor, uid: 1000 + actor.length, role: 'student' });
      for (let i = 0; i < 30; i++) {
        const answer = await send(rooms, i === 0 ? `spawn ${actor}0` : `fork ${actor}0 ${actor}${i}`, { actor });
        results.add(answer.ok ? answer.result : answer.rejection.code);
      }
    }
    expect(results).toEqual(new Set(['ok', 'EAGAIN', 'OVER_QUOTA']));
    expect(await send(rooms, 'spawn db', { machineId: 'calm' })).toMatchObject({ ok: true, result: 'ok' });
    expect((await rooms.page(M, 0, 1)).header.machine.spec.settings).toEqual({ 'kernel/threads-max': '40' });
    expect((await log(store)).length).toBeGreaterThan(40);
  });
});

describe('the tick clock', () => {
  const ticks = async (store: EventStore) =>
    (await log(store)).map((e) => e.metadata.commandId).filter((id) => id.startsWith('tick:'));

  /** Something that acts at ticks, so that the clock has a reason to go. */
  const keepBusy = async (rooms: Rooms) => {
    await send(rooms, 'spawn worker');
    await send(rooms, 'run worker idle');
  };

  it('makes each tick an entry by the system', async () => {
    const { store, time, rooms } = await open();
    await keepBusy(rooms);
    await time.advance(3000);
    expect(await ticks(store)).toEqual(['tick:1', 'tick:2', 'tick:3']);
    await foldsToItsLog({ rooms, store });
  });

  it('stands while nothing on the machine acts at ticks', async () => {
    const { store, time, rooms } = await open();
    await send(rooms, 'spawn db');
    await time.advance(5000);
    expect(await ticks(store)).toEqual([]);
    await send(rooms, 'run db idle');
    await time.advance(2000);
    expect((await ticks(store)).length).toBeGreaterThan(0);
    await send(rooms, 'stop db');
    const stopped = (await ticks(store)).length;
    await time.advance(5000);
    expect((await ticks(store)).length).toBe(stopped);
  });

  it('stands while the machine is paused and goes at the speed that staff set', async () => {
    const { rooms, store, time } = await open();
    await keepBusy(rooms);
    await rooms.setClock(M, { action: 'pause', commandId: 'p' }, 'tess');
    await time.advance(5000);
    expect(await ticks(store)).toEqual([]);
    await rooms.setClock(M, { action: 'resume', commandId: 'r' }, 'tess');
    await rooms.setClock(M, { action: 'speed', ticksPerSecond: 10, commandId: 's' }, 'tess');
    await time.advance(2000);
    expect((await ticks(store)).length).toBeGreaterThanOrEqual(10);
  });

  it('is not a student’s to set, nor faster than the limit', async () => {
    const { rooms } = await open();
    expect(await rooms.setClock(M, { action: 'pause', commandId: 'p' }, 'ada')).toMatchObject({ ok: false });
    const fast = await rooms.setClock(M, { action: 'speed', ticksPerSecond: 1000, commandId: 's' }, 'tess');
    expect(fast).toMatchObject({ rejection: { code: 'OVER_QUOTA' } });
  });

  it('ticks in one process only, and in another once that has let go', async () => {
    let holder = '';
    const leasesOf = (name: string): Leases => ({
      acquire: async () => {
        if (holder === '') holder = name;
        return holder === name;
      },
      release: async () => {
        if (holder === name) holder = '';
      },
    });
    const store = memory();
    const one = await open({ store, leases: leasesOf('one') });
    const two = await open({ store, leases: leasesOf('two') });
    await keepBusy(one.rooms);
    await send(two.rooms, 'spawn db');
    await one.time.advance(2000);
    await two.time.advance(2000);
    expect(await ticks(store)).toEqual(['tick:1', 'tick:2']);
    await one.rooms.close();
    await two.time.advance(10_000);
    expect((await ticks(store)).length).toBeGreaterThan(2);
    await foldsToItsLog(two);
  });

  it('makes each tick once even if two processes believe that it is theirs', async () => {
    const store = memory();
    const [one, two] = [await open({ store }), await open({ store })];
    await keepBusy(one.rooms);
    await send(two.rooms, 'spawn db');
    await Promise.all([one.time.advance(5000), two.time.advance(5000)]);
    const made = await ticks(store);
    expect(new Set(made).size).toBe(made.length);
    await foldsToItsLog(one);
  });

  it('rests when nobody has done anything for long, and goes on with the next command', async () => {
    const { rooms, store, time } = await open({ limits: { restMs: 5000, idleMs: 60_000 } });
    await keepBusy(rooms);
    await time.advance(20_000);
    const rested = (await ticks(store)).length;
    expect(rested).toBeLessThanOrEqual(5);
    await send(rooms, 'spawn db');
    await time.advance(2000);
    expect((await ticks(store)).length).toBeGreaterThan(rested);
  });
});

describe('rooms in memory', () => {
  it('leave when nobody uses them, stay while somebody looks, and come back from the log', async () => {
    const { rooms, time } = await open({ limits: { idleMs: 10_000, restMs: 1000 }, machines: [M, 'looked-at'] });
    const before = await rooms.end(M);
    for (let i = 0; i < 8; i++) {
      rooms.keepAwake('looked-at');
      await time.advance(2500);
    }
    expect(rooms.load()).toEqual({ rooms: 1, waiting: 0 });
    expect((await rooms.end(M)).seq).toBeGreaterThanOrEqual(before.seq);
    expect(rooms.load().rooms).toBe(2);
  });

  it('finish what is queued before they close, and take nothing after', async () => {
    const { rooms, store } = await open();
    const answers = Promise.all(Array.from({ length: 5 }, (_, i) => send(rooms, `spawn p${i}`)));
    await rooms.close();
    expect((await answers).every((answer) => answer.ok)).toBe(true);
    expect(await log(store)).toHaveLength(7);
    await expect(send(rooms, 'spawn late')).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
  });
});
