import type { MachineSpec } from '@overcommit/engine';
import { createMemoryStore } from '@overcommit/event-store';
import { describe, expect, it, vi } from 'vitest';
import { createRooms } from '../rooms/index.ts';
import { createWall } from './wall.ts';

const SPEC: MachineSpec = { memKb: 262144, swapKb: 0, policy: 'linux-6.1', seed: 7, settings: {} };

async function classOf(machines: number) {
  let ms = Date.UTC(2025, 0, 1);
  const store = createMemoryStore({ now: () => new Date(ms++).toISOString() });
  const rooms = createRooms({ store, limits: { commandBurst: 1000 } });
  const ids = Array.from({ length: machines }, (_, i) => `m${i}`);
  for (const machineId of ids) {
    await rooms.create({ machineId, spec: SPEC });
    await rooms.takeSeat(machineId, { actor: 'ana', uid: 1000, role: 'student' });
    await rooms.takeSeat(machineId, { actor: 'ben', uid: 1001, role: 'student' });
  }
  let n = 0;
  const send = (machineId: string, actor: string, line: string) =>
    rooms.dispatch({ machineId, commandId: `c${n++}`, line }, actor);
  const version = async (machineId: string) => (await store.head(machineId))?.version ?? 0;
  return { rooms, ids, send, version };
}

const KILL = [
  ['ana', 'spawn db'],
  ['ana', 'mmap db pool 170M rw private'],
  ['ana', 'touch db pool 0 170M w'],
  ['ben', 'spawn web'],
  ['ben', 'mmap web cache 120M rw private'],
  ['ben', 'touch web cache 0 120M w'],
] as const;

describe('the wall', () => {
  it('shows a machine as it is now, its last kill, and whose commands fail again and again', async () => {
    const { rooms, send, version } = await classOf(1);
    const wall = createWall(rooms);
    expect(await wall.glance('m0', await version('m0'))).toMatchObject({
      seq: 2,
      lastKill: null,
      processes: 0,
      doings: {},
    });
    for (const [actor, line] of KILL) await send('m0', actor, line);
    const killed = await wall.glance('m0', await version('m0'));
    expect(killed).toMatchObject({ seq: 8, processes: 1, lastKill: { seq: 8, victim: 'db', owner: 'ana' } });
    expect(killed.usedPages).toBeLessThan(killed.ramPages);
    expect(killed.promisedPages).toBeGreaterThan(0);
    expect(killed.usedBy.reduce((sum, { pages }) => sum + pages, 0)).toBe(killed.usedPages);
    expect(killed.lastKill).toMatchObject({ asker: 'ben', askerProcess: 'web', why: 'db held the most.' });
    expect(killed).toMatchObject({ killed: 1, refused: 0 });
    expect(killed.trail.map(({ seq }) => seq)).toEqual([2, 8]);
    expect(killed.trail.at(-1)).toEqual({ seq: 8, promisedPages: killed.promisedPages, usedBy: killed.usedBy });
    for (let i = 0; i < 3; i++) await send('m0', 'ana', 'exit web 0');
    const stuck = await wall.glance('m0', await version('m0'));
    expect(stuck.doings).toMatchObject({ ana: { failedInARow: 3 }, ben: { failedInARow: 0 } });
    expect(stuck.lastKill?.seq).toBe(8);
    await send('m0', 'ana', 'spawn again');
    expect((await wall.glance('m0', await version('m0'))).doings.ana?.failedInARow).toBe(0);
    await rooms.close();
  });

  it('looks at forty machines, and again only at the one that moved', async () => {
    const { rooms, ids, send, version } = await classOf(40);
    const [read, page] = [vi.fn(rooms.read), vi.fn(rooms.page)];
    const wall = createWall({ read: read as typeof rooms.read, page });
    const all = async () => Promise.all(ids.map(async (id) => wall.glance(id, await version(id))));
    expect(await all()).toHaveLength(40);
    expect(read).toHaveBeenCalledTimes(40);
    await send('m7', 'ana', 'spawn db');
    const glances = await all();
    expect(glances.map(({ processes }) => processes)).toEqual(ids.map((id) => (id === 'm7' ? 1 : 0)));
    expect(read).toHaveBeenCalledTimes(41);
    expect(page).toHaveBeenCalledTimes(41);
    expect(page).toHaveBeenLastCalledWith('m7', 2, 1);
    await rooms.close();
  });

  it('keeps the beginning and the last of a long trail', async () => {
    const { rooms, send, version } = await classOf(1);
    const wall = createWall(rooms);
    for (let i = 0; i < 90; i++) {
      await send('m0', 'ana', i % 2 ? 'exit p 0' : 'spawn p');
      await wall.glance('m0', await version('m0'));
    }
    const { trail } = await wall.glance('m0', await version('m0'));
    expect(trail.length).toBeLessThanOrEqual(64);
    expect([trail[0]?.seq, trail.at(-1)?.seq]).toEqual([3, 92]);
    await rooms.close();
  });

  it('reads a machine once for many who look at the same moment', async () => {
    const { rooms, version } = await classOf(1);
    const read = vi.fn(rooms.read);
    const wall = createWall({ read: read as typeof rooms.read, page: rooms.page });
    const at = await version('m0');
    await Promise.all(Array.from({ length: 5 }, () => wall.glance('m0', at)));
    expect(read).toHaveBeenCalledTimes(1);
    await rooms.close();
  });
});
