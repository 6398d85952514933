import { digest, replay } from '@overcommit/engine';
import type { EventStore } from '@overcommit/event-store';
import { afterEach, describe, expect, it } from 'vitest';
import { M, memory, SPEC } from '../../../../test/fixtures/rooms.ts';
import { createRooms, createThreads, DEFAULT_LIMITS, type Rooms, type RoomsOptions } from '../index.ts';
import type { Host } from './host.ts';

const SILENT: NonNullable<RoomsOptions['log']> = { info: () => {}, warn: () => {}, error: () => {} };

let host: Host;
let rooms: Rooms;
afterEach(() => rooms.close());

async function open(machines: string[]): Promise<EventStore> {
  const store = memory();
  rooms = createRooms({
    store,
    host: (limits) => {
      host = createThreads({ limits, log: SILENT, threads: 1, ownerOf: async (id) => id });
      return host;
    },
  });
  for (const machineId of machines) {
    await rooms.create({ machineId, spec: SPEC });
    await rooms.takeSeat(machineId, { actor: 'ada', uid: 1000, role: 'student' });
  }
  return store;
}

let sent = 0;
const send = (machineId: string, line: string) => {
  sent += 1;
  return rooms.dispatch({ machineId, commandId: `c${sent}`, line }, 'ada');
};

describe('machines in a thread of their own', { timeout: 60_000 }, () => {
  it('answer as they do here, and fold to the same', async () => {
    await open([M]);
    expect(await send(M, 'spawn db')).toMatchObject({ ok: true, seq: 2, result: 'ok' });
    expect(await send(M, 'touch ghost heap')).toMatchObject({ ok: true, result: 'ESRCH' });
    expect(await rooms.read(M, 'unanswered', 'none')).toEqual([]);
    const { header, entries } = await rooms.page(M, 0, 500);
    const digestAt = (seq: number) => digest(replay(header.machine.spec, entries.slice(0, seq)));
    expect(await rooms.end(M)).toMatchObject({ seq: 3, digest: digestAt(3) });
    expect(await rooms.end(M, 2)).toMatchObject({ seq: 2, digest: digestAt(2) });
  });

  it('leave this thread free while they work', async () => {
    await open([M]);
    await send(M, 'spawn db');
    await send(M, 'run db forkbomb');
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    for (let i = 0; i < 3; i++)
      expect(await send(M, 'tick 100')).toMatchObject({ ok: false, rejection: { code: 'TOO_LARGE' } });
    clearInterval(counting);
    expect(turns).toBeGreaterThan(10);
  });

  it('are paid for by their owner as soon as there is one, and it is asked for once', async () => {
    const answers: (string | null)[] = [null, 'ana'];
    const asked: string[] = [];
    const own = createThreads({
      limits: DEFAULT_LIMITS,
      log: SILENT,
      threads: 1,
      ownerOf: async (machineId) => {
        asked.push(machineId);
        return answers.shift() ?? null;
      },
    });
    await own.run(M, { kind: 'forget' });
    expect(asked).toEqual([]);
    for (let i = 0; i < 3; i++) await own.run(M, { kind: 'begin', spec: SPEC, snapshot: null });
    expect(asked).toEqual([M, M]);
    await own.run(`${M}@1`, { kind: 'begin', spec: SPEC, snapshot: null });
    expect(asked).toEqual([M, M, M]);
    await own.close();
    await open([M]);
  });

  it('are folded from their logs again when their thread is lost', async () => {
    await open([M, 'other']);
    await send(M, 'spawn db');
    await host.run(M, { kind: 'forget' });
    expect(await send(M, 'spawn web')).toMatchObject({ ok: true, seq: 3, result: 'ok' });
    await host.run(M, { kind: 'forget' });
    expect(await rooms.read(M, 'seats')).toMatchObject({ seq: 3 });
    expect(await send('other', 'spawn db')).toMatchObject({ ok: true, seq: 2 });
  });

  it('are left at once when the server stops: what runs is stored and answered, what waits is to be sent again', async () => {
    const machines = Array.from({ length: 8 }, (_, i) => `m${i}`);
    const store = await open(machines);
    const answers = machines.flatMap((machineId) =>
      Array.from({ length: 3 }, (_, i) => send(machineId, `spawn p${i}`).catch((error: { code: string }) => error)),
    );
    await Promise.race(answers);
    await rooms.close();
    const all = await Promise.all(answers);
    const refused = all.flatMap((one) => ('code' in one ? [one.code] : []));
    expect(new Set(refused)).toEqual(new Set(['SERVICE_UNAVAILABLE']));
    expect(refused.length).toBeGreaterThan(machines.length);
    const acknowledged = all.filter((one) => 'ok' in one && one.ok).length;
    const heads = await Promise.all(machines.map((machineId) => store.head(machineId)));
    const stored = heads.reduce((sum, head) => sum + (head?.version ?? 0) - 1, 0);
    expect(acknowledged).toBeGreaterThan(0);
    expect(stored).toBe(acknowledged);
  });
});
