import { describe, expect, it } from 'vitest';
import { foldsToItsLog, log, M, open, SPEC, send } from '../../../test/fixtures/rooms.ts';
import { AppError } from '../errors.ts';

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
    await expect(send(rooms, 'spawn web', { id: 'c1', actor: 'tess' })).rejects.toThrow(/Someone else/);
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

  it('rejects a mapping under a name in use, and says what to do', async () => {
    const { rooms, store } = await open();
    for (const line of ['spawn db', 'mmap db pool 1M rw private']) await send(rooms, line);
    const before = (await log(store)).length;
    expect(await send(rooms, 'mmap db pool 2M rw private')).toMatchObject({
      ok: false,
      rejection: { message: 'db has a region pool already.', hint: expect.stringContaining('munmap db pool') },
    });
    expect(await log(store)).toHaveLength(before);
    await foldsToItsLog({ rooms, store });
  });

  it('knows no machine that was not made', async () => {
    const { rooms } = await open();
    await expect(send(rooms, 'spawn db', { machineId: 'nowhere' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(rooms.catchUp('nowhere', 0)).rejects.toThrow(AppError);
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

describe('rooms in memory', () => {
  it('leave memory when they are not used, stay while someone looks, and come back from the log', async () => {
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
    await expect(send(rooms, 'spawn late')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });
});
