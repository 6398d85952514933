import { expect, it } from 'vitest';
import type { Machine } from '../state.ts';
import { lab } from '../testLab.ts';
import { frameMap } from './frameMap.ts';
import { countStretches, createSweep, type Mappings, mappingsOf } from './mappings.ts';
import type { FrameMapView } from './types.ts';

/** What the map says, page by page. */
function pagesOf(map: FrameMapView): string[] {
  const out: string[] = [];
  for (let r = 0; r < map.classOf.length; r++) {
    const { kind, owner, pid, isInSwap } = map.classes[map.classOf[r] as number] as FrameMapView['classes'][number];
    for (let p = map.starts[r] as number; p < (map.starts[r + 1] as number); p++)
      out.push(`${isInSwap ? 'swap' : 'ram'} ${kind} ${owner} ${pid} ${map.mappers[r]}`);
  }
  return out;
}

/** The same by asking all mappings in turn, page by page. */
function askedOneByOne(m: Machine): string[] {
  const actors = new Map(m.seats.map((seat) => [seat.uid, seat.actor]));
  const live = m.processes.filter((p) => p.space !== null);
  const holder = (place: number, isSlot: boolean): string => {
    for (const { space: id, pid, uid } of live) {
      const space = m.spaces.find((s) => s.id === id);
      const entries = (space?.pages ?? []).filter((r) => r.state !== 'zero' && (r.state === 'swap') === isSlot);
      const tables = isSlot ? [] : [...(space?.tables ?? []), ...(space?.upperTables ?? [])];
      if ([...entries, ...tables].some((r) => r.ref <= place && place < r.ref + r.count))
        return `${actors.get(uid) ?? null} ${pid}`;
    }
    return 'null null';
  };
  const frames = m.frames.flat();
  const ram = Array.from({ length: m.ramPages }, (_, at) => {
    const run = frames.find((r) => r.at <= at && at < r.at + r.count);
    if (!run) return 'ram free null null 0';
    const isOwned = run.use === 'anon' || run.use === 'shm' || run.use === 'tables';
    return `ram ${run.use} ${isOwned ? holder(at, false) : 'null null'} ${run.shares}`;
  });
  const swap = Array.from({ length: m.swapPages }, (_, at) => {
    const run = m.slots.find((r) => r.at <= at && at < r.at + r.count);
    return run ? `swap swap ${holder(at, true)} ${run.refs - (run.isCached ? 1 : 0)}` : 'swap free null null 0';
  });
  return [...ram, ...swap];
}

const SHARING = `#mem 16M
#swap 8M
spawn a 1000
mmap a x 3M rw private
touch a x 0 2M w
spawn b 1001
mmap b y 1M rw private
touch b y 4K 4K w
touch a x 2M 12K w
touch b y 16K 8K w
fork a c
touch c x 1M 64K w
fork c d
madvise a x dontneed 512K 8K
mmap d s 256K rw shared
touch d s
madvise b y pageout
touch b y 4K 4K r
exit c 0`;

it('[VIEW-6] says of every frame and slot what asking for each by itself says, and joins what is equal', () => {
  const { m } = lab(SHARING);
  const map = frameMap(m);
  expect(pagesOf(map)).toEqual(askedOneByOne(m));
  expect(m.slots.some(({ isCached }) => isCached)).toBe(true);
  for (let r = 1; r < map.classOf.length; r++)
    expect([map.classOf[r], map.mappers[r]]).not.toEqual([map.classOf[r - 1], map.mappers[r - 1]]);
  expect(map.starts.at(-1)).toBe(m.ramPages + m.swapPages);
  for (const [index, { pages, sharedPages }] of map.classes.entries()) {
    let [sum, shared] = [0, 0];
    map.classOf.forEach((of, r) => {
      const size = (map.starts[r + 1] as number) - (map.starts[r] as number);
      if (of !== index) return;
      sum += size;
      if ((map.mappers[r] as number) > 1) shared += size;
    });
    expect([pages, sharedPages]).toEqual([sum, shared]);
  }
});

it('[VIEW-6] says so too where single pages of many lie in turn', () => {
  const { m, run } = lab('#mem 16M\n#swap 4M');
  const names = ['a', 'b', 'c'];
  run(names.map((p, i) => `spawn ${p} ${1000 + i}\nmmap ${p} r 400K rw private`).join('\n'));
  for (let i = 0; i < 90; i++) run(names.map((p) => `touch ${p} r ${i * 4}K 4K w`).join('\n'));
  run('fork a d\nmadvise b r pageout 0 120K\ntouch d r 80K 60K w\nmadvise c r dontneed 40K 20K\ntouch b r 8K 4K r');
  const { frames, slots } = mappingsOf(m);
  expect(countStretches(frames)).toBeGreaterThan(m.ramPages / 16);
  expect(countStretches(slots)).toBeGreaterThan(0);
  expect(pagesOf(frameMap(m))).toEqual(askedOneByOne(m));
});

/** How often columns are read while all of a list is swept. */
function readsOf(list: Mappings, end: number): { reads: number; pieces: number } {
  let reads = 0;
  const counted = (column: Uint32Array): Uint32Array =>
    new Proxy(column, {
      get: (target, key) => {
        if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1;
        return Reflect.get(target, key, target) as unknown;
      },
    });
  let pieces = 0;
  createSweep({ order: list.order, at: counted(list.at), end: counted(list.end), who: counted(list.who) })(
    0,
    end,
    () => {
      pieces += 1;
    },
  );
  return { reads, pieces };
}

it('[VIEW-6] a machine in single pages costs a few steps a piece, not every mapping for every piece', () => {
  const pages = 5000;
  const numbers = (of: (i: number) => number) => new Uint32Array(pages).map((_, i) => of(i));
  const list = {
    order: numbers((i) => i),
    at: numbers((i) => i),
    end: numbers((i) => i + 1),
    who: numbers((i) => i % 60),
  };
  const { reads, pieces } = readsOf(list, pages);
  expect(pieces).toBe(pages);
  expect(reads).toBeLessThan(12 * pages);
});
