import { describe, expect, it } from 'vitest';
import { foldsToItsLog, log, M, open, send } from '../../../test/fixtures/rooms.ts';

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
      limits: { processes: 3, vmas: 14, ticksPerCommand: 5, idleTicksPerCommand: 5, scriptLines: 1, commandBurst: 100 },
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
