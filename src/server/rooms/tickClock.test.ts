import type { EventStore } from '@overcommit/event-store';
import { describe, expect, it } from 'vitest';
import { foldsToItsLog, log, M, memory, open, send } from '../../../test/fixtures/rooms.ts';
import type { Leases, Rooms } from './index.ts';

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

  it('rests after a long time without commands, and goes on with the next one', async () => {
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
