import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { countTogether } from '../auth/countTogether.ts';
import { createWindowCounter } from '../auth/windowCounter.ts';
import { createLeading } from '../realtime/leading.ts';
import { createPeers } from './peers.ts';
import type { Peers, Wire } from './types.ts';

/** A wire between processes in this one; each process can be cut off from it. */
function createNet() {
  const wires = new Set<{ isUp: boolean; hear: ((text: string) => void)[]; told: ((isUp: boolean) => void)[] }>();
  return function connect(): { wire: Wire; cut(isCut: boolean): void } {
    const mine = { isUp: true, hear: [] as ((text: string) => void)[], told: [] as ((isUp: boolean) => void)[] };
    wires.add(mine);
    const wire: Wire = {
      send(text) {
        for (const { isUp, hear } of wires) if (isUp) for (const listener of hear) listener(text);
      },
      onText: (listener) => void mine.hear.push(listener),
      isUp: () => mine.isUp,
      onUp: (listener) => void mine.told.push(listener),
      close: async () => void wires.delete(mine),
    };
    return {
      wire,
      cut(isCut) {
        mine.isUp = !isCut;
        for (const listener of mine.told) listener(!isCut);
      },
    };
  };
}

let connect: ReturnType<typeof createNet>;
beforeEach(() => {
  vi.useFakeTimers();
  connect = createNet();
});
afterEach(() => vi.useRealTimers());

function join(id: string) {
  const { wire, cut } = connect();
  const peers = createPeers(wire, { id, nowMs: () => Date.now() });
  const rows = new Map<string, unknown>();
  const put = peers.table('things', (key, row, owner) => {
    if (row === null) rows.delete(`${owner} ${key}`);
    else rows.set(`${owner} ${key}`, row);
  });
  return { peers, put, cut, rows: () => Object.fromEntries(rows) };
}

describe('rows of several processes', () => {
  it('are known to all, also to one that comes later, and end with their owner', async () => {
    const [a, b] = [join('a'), join('b')];
    a.put('x', 1);
    b.put('x', 2);
    const late = join('late');
    vi.advanceTimersByTime(2000);
    const all = { 'a x': 1, 'b x': 2 };
    expect([a.rows(), b.rows(), late.rows()]).toEqual([all, all, all]);
    expect(late.peers.count()).toBe(3);

    await a.peers.close();
    expect(late.rows()).toEqual({ 'b x': 2 });
  });

  it('end when their owner is silent, and are as it says once it is heard again', () => {
    const [a, b] = [join('a'), join('b')];
    a.put('kept', 1);
    a.put('dropped', 1);
    a.cut(true);
    a.put('dropped', null);
    a.put('made', 1);
    b.put('meanwhile', 1);
    vi.advanceTimersByTime(6000);
    expect(Object.keys(b.rows())).toContain('a kept');
    vi.advanceTimersByTime(4000);
    expect(b.rows()).toEqual({ 'b meanwhile': 1 });
    expect(a.peers.isReached()).toBe(false);

    a.cut(false);
    const all = { 'a kept': 1, 'a made': 1, 'b meanwhile': 1 };
    expect([a.rows(), b.rows()]).toEqual([all, all]);
  });

  it('that changed during a short break are put right', () => {
    const [a, b] = [join('a'), join('b')];
    a.put('x', 1);
    a.cut(true);
    a.put('x', null);
    a.put('y', 1);
    a.cut(false);
    expect(b.rows()).toEqual({ 'a y': 1 });
  });
});

it('a count is one over all processes', () => {
  const counterOf = ({ peers }: { peers: Peers }) =>
    countTogether(peers)(
      'codes',
      createWindowCounter({ points: 3, duration: 60 }, () => 0),
    );
  const [a, b] = [counterOf(join('a')), counterOf(join('b'))];
  expect([a.take('ana'), b.take('ana'), a.take('ana')]).toEqual([null, null, null]);
  expect([a.take('ana'), b.take('ana')]).toEqual([60_000, 60_000]);
  b.giveBack('ana');
  expect([a.take('ana'), b.take('ana'), b.take('bo')]).toEqual([null, 60_000, null]);
});

describe('the leader of a shared replay', () => {
  const student = (actorId: string) => ({ actorId, role: 'student' as const, untilSeq: null });
  const staff = { actorId: 'tess', role: 'staff' as const, untilSeq: null };
  const wish = { machineId: 'm', isLeading: true };
  const open = ({ peers }: { peers: Peers }) =>
    createLeading(
      () => undefined,
      () => Date.now(),
      peers,
    );
  const leaders = (...all: ReturnType<typeof open>[]) => all.map((one) => one.leader('m', staff)?.actorId ?? null);

  it('is one over all processes, and ends with the process that has their window', async () => {
    const there = join('a');
    const [a, b] = [open(there), open(join('b'))];
    expect(a.lead('s1', student('ana'), wish)).toEqual({ ok: true });
    expect(b.lead('s2', student('bo'), wish)).toMatchObject({ ok: false });
    expect(leaders(a, b)).toEqual(['ana', 'ana']);
    await there.peers.close();
    expect(leaders(b)).toEqual([null]);
  });

  it('that staff replaced or sent away through another process does not come back', async () => {
    const [there, here] = [join('a'), join('b')];
    const [a, b] = [open(there), open(here)];
    a.lead('s1', student('ana'), wish);
    b.lead('s2', staff, wish);
    expect(leaders(a, b)).toEqual(['tess', 'tess']);
    b.lead('s2', staff, { ...wish, isLeading: false });
    expect(leaders(a, b)).toEqual([null, null]);
    const late = open(join('late'));
    vi.advanceTimersByTime(4000);
    expect(leaders(a, b, late)).toEqual([null, null, null]);
    a.lead('s1', student('ana'), wish);
    b.lead('s2', staff, { ...wish, isLeading: false });
    expect(leaders(a, b, late)).toEqual([null, null, null]);
  });

  it('is the same for all where two processes named one at once', () => {
    const [there, here] = [join('a'), join('b')];
    const [a, b] = [open(there), open(here)];
    there.cut(true);
    a.lead('s1', student('ana'), wish);
    b.lead('s2', student('bo'), wish);
    there.cut(false);
    const [first, second] = leaders(a, b);
    expect(first).toBe(second);
    expect(['ana', 'bo']).toContain(first);
  });
});
