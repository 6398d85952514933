/** Views keep what they found out about lists that have not changed: none may ever be told from one that asks anew. */
import { expect, it } from 'vitest';
import { deserialise, serialise } from '../serialise.ts';
import type { AddressSpace, Machine } from '../state.ts';
import { lab } from '../testLab.ts';
import { commitStatement } from './commit.ts';
import { frameMap } from './frameMap.ts';
import { listProcesses } from './processes.ts';
import { procFile } from './procFile.ts';

const said = (m: Machine) => ({
  processes: listProcesses(m),
  commit: commitStatement(m),
  frames: frameMap(m),
  rollups: m.processes.map(({ pid }) => procFile(m, pid, 'smaps_rollup')),
});

/** Pages taken in turn, so that no two of a process lie side by side. */
const inTurn = (names: readonly string[], pages: number): string[] =>
  Array.from({ length: pages }, (_, i) => names.map((name) => `touch ${name} r ${i * 4}K 4K w`)).flat();

const CHANGES = `madvise a r dontneed 40K 12K
touch a r 44K 4K w
fork a c
touch c r 20K 32K w
touch a r 8K 4K r
touch a r 12K 4K w
mmap b s 64K rw shared
touch b s 0 64K w
fork b d
touch d s 4K 8K w
munmap c r 60K 20K
madvise b r pageout
touch b r 16K 24K r
touch b r 80K 8K w
mremap d r 400K
touch d r 300K 40K w
mprotect a r r
mprotect a r rw
madvise a r free 0 40K
touch a r 4K 4K w
exit c 0
exec d
exit a 0
exit b 0`.split('\n');

it('[VIEW-1] [VIEW-6] after any change the views say what they say of the same machine read back', () => {
  const { m, run } = lab('#mem 16M\n#swap 4M');
  run(['a', 'b'].map((p) => `spawn ${p} 1000\nmmap ${p} r 200K rw private`).join('\n'));
  for (const line of [...inTurn(['a', 'b'], 40), ...CHANGES]) {
    expect(run(line).result, line).toBe('ok');
    expect(said(m), line).toEqual(said(deserialise(serialise(m))));
  }
  expect(m.processes.map((p) => p.name)).toEqual(['d']);
});

/** PSS page by page: each page's part, rounded down over the whole. */
function shareByPage(m: Machine, space: AddressSpace): number {
  const frames = m.frames.flat();
  let parts = 0;
  for (const { state, ref, count } of space.pages) {
    if (state !== 'frames' && state !== 'shm') continue;
    for (let pfn = ref; pfn < ref + count; pfn++) {
      const run = frames.find((r) => r.at <= pfn && pfn < r.at + r.count);
      parts += 1 / (run?.shares ?? Number.NaN);
    }
  }
  return parts;
}

it('[VIEW-1] a proportional share is the sum of its pages’ parts', () => {
  const { m, run } = lab('#mem 16M\nspawn a 1000\nmmap a r 400K rw private\nspawn b 1000\nmmap b r 400K rw private');
  run(inTurn(['a', 'b'], 60).join('\n'));
  run('fork a c\nfork c d\ntouch c r 8K 40K w\ntouch d r 100K 4K w\ntouch d r 112K 4K w\nfork b e');
  for (const view of listProcesses(m)) {
    const space = m.spaces.find((s) => s.id === m.processes.find((p) => p.pid === view.pid)?.space);
    const own = view.pssPages - Math.floor(view.filePages / (1 + m.spaces.length));
    const exact = shareByPage(m, space as AddressSpace);
    expect(own).toBeGreaterThan(exact - 1.1);
    expect(own).toBeLessThanOrEqual(exact + 1e-9);
  }
});
