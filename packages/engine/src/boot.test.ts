import { expect, it } from 'vitest';
import {
  boot,
  bornNow,
  commitStatement,
  digest,
  frameMap,
  listProcesses,
  MACHINE_KB,
  meminfo,
  violations,
} from './index.ts';
import { policyOf } from './kernels/registry.ts';
import { sysctl } from './settings.ts';
import { factsOf, lab } from './testLab.ts';

const spec = { memKb: 262144, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} } as const;

it('[BOOT-1] the kernel, the page cache and free memory make up the RAM', () => {
  const m = boot(spec);
  const c = commitStatement(m);
  expect(c.kernelPages + c.filePages + c.freePages).toBe(c.ramPages);
});

it('[BOOT-2] readings win over the table', () => {
  expect(boot(spec).ramPages * 4).toBe(246700);
  expect(boot(spec, { MemTotal: 200000, MemFree: 180000 })).toMatchObject({ ramPages: 50000, freeFrames: 45000 });
  expect(boot({ ...spec, memKb: 64 << 20 }).ramPages).toBeGreaterThan(16_000_000);
});

it('[BOOT-3] [BOOT-4] watermarks are those of the recording machine', () => {
  expect(boot(spec)).toMatchObject({ watermarks: { min: 495, low: 618, high: 741 } });
  expect(boot(spec).tunables['vm/min_free_kbytes']).toBe(1983);
});

it('[BOOT-5] reserves are 1/32 of what is free then', () => {
  expect(boot(spec).tunables).toMatchObject({ 'vm/admin_reserve_kbytes': 7649, 'vm/user_reserve_kbytes': 7649 });
});

it('[BOOT-6] a machine boots by the tables of the engine that made it', () => {
  const name = 'vm/watermark_scale_factor';
  expect(boot(spec).tunables).not.toHaveProperty([name]);
  expect(boot({ ...spec, engineVersion: '0.4.0' }).tunables).toEqual(boot(spec).tunables);
  expect(boot(bornNow(spec)).tunables).toEqual({ ...boot(spec).tunables, [name]: 10 });
  expect(boot(bornNow({ ...spec, policy: 'linux-3.10' })).tunables).not.toHaveProperty([name]);
});

it('[BOOT-4] watermark_scale_factor spreads the watermarks, at boot as later', () => {
  const name = 'vm/watermark_scale_factor';
  const wide = boot(bornNow({ ...spec, settings: { [name]: '100' } }));
  // 1 % of 61,675 pages.
  expect(wide.watermarks).toEqual({ min: 495, low: 495 + 616, high: 495 + 2 * 616 });
  for (const policy of ['linux-6.1', 'linux-5.4'] as const) {
    const { m, run } = lab(`#policy ${policy}`);
    const { min } = m.watermarks;
    expect(run(`sysctl ${name} 0`).result).toBe('EINVAL');
    expect(run(`sysctl ${name} 3001`).result).toBe('EINVAL');
    expect(run(`sysctl ${name} 100`).result).toBe('ok');
    expect(m.watermarks).toEqual({ min, low: min + 616, high: min + 2 * 616 });
    expect(run('sysctl vm/min_free_kbytes 4000').result).toBe('ok');
    expect(m.watermarks).toEqual({ min: 1000, low: 1616, high: 2232 });
  }
});

it('[SET-1] tunables answer as the kernel does', () => {
  const { m, run } = lab();
  expect(run('sysctl vm/nonsense 1').result).toBe('ENOENT');
  expect(run('sysctl constructor 1').result).toBe('ENOENT');
  expect(run('sysctl vm/overcommit_memory 3').result).toBe('EINVAL');
  const { facts } = run('sysctl vm/overcommit_kbytes 1000');
  expect(factsOf(facts, 'TunableSet')).toHaveLength(2);
  expect(m.tunables['vm/overcommit_ratio']).toBe(0);
});

it('[SET-4] dropping caches and compacting are taken and change nothing', () => {
  const { m, run } = lab();
  const before = digest(m);
  for (const line of ['vm/drop_caches 3', 'vm/compact_memory 1']) expect(run(`sysctl ${line}`).result).toBe('ok');
  for (const line of ['vm/drop_caches 5', 'vm/drop_caches x']) expect(run(`sysctl ${line}`).result).toBe('EINVAL');
  expect(digest({ ...m, seq: 1 })).toBe(before);
  expect(lab('#policy freebsd').run('sysctl vm/drop_caches 1').result).toBe('ENOENT');
});

it.each(['-1', '2147483648', '9007199254740991', '1e300', '0x10', '', 'NaN'])(
  '[SET-2] “%s” is no value of a tunable, at boot as later',
  (value) => {
    const name = 'vm/min_free_kbytes';
    const { watermarks, tunables } = boot({ ...spec, settings: { [name]: value } });
    expect({ watermarks, tunables }).toEqual({ watermarks: boot(spec).watermarks, tunables: boot(spec).tunables });
    const { m, run } = lab('spawn web\nmmap web c 200M rw private');
    expect(sysctl({ m, policy: policyOf('linux-6.1'), facts: [] } as never, name, value).result).toBe('EINVAL');
    expect(run('touch web c 0 100M w').result).toBe('ok');
  },
);

it('[SET-3] the largest machine has as many frames and slots as its RAM and swap', () => {
  const { leastRam, most } = MACHINE_KB;
  expect(boot({ ...spec, memKb: most, swapKb: most })).toMatchObject({ swapPages: most / 4 - 1 });
  expect(boot({ ...spec, memKb: most }).ramPages).toBeGreaterThan(0.98 * (most / 4));
  for (const kb of [leastRam, most]) expect(violations(boot({ ...spec, memKb: kb, swapKb: kb }))).toEqual([]);
});

it('[VIEW-1] what the views count adds up to the RAM, and the shares of the processes to what they hold', () => {
  const { m } = lab(
    '#swap 16M\nspawn a 1000\nmmap a x 20M rw private\ntouch a x\nfork a b\nmmap b s 4M rw shared\ntouch b s\ntouch b x 0 5M w',
  );
  const { freePages, kernelPages, filePages, ramPages } = commitStatement(m);
  const held = frameMap(m).classes.filter(({ kind }) => kind === 'anon' || kind === 'shm');
  const heldPages = held.reduce((sum, { pages }) => sum + pages, 0);
  expect(freePages + kernelPages + filePages + heldPages).toBe(ramPages);
  const pss = listProcesses(m).reduce((sum, p) => sum + p.pssPages - Math.floor(p.filePages / 3), 0);
  expect(Math.abs(pss - heldPages)).toBeLessThanOrEqual(2);
});

it('[VIEW-2] meminfo is in the form of /proc/meminfo', () => {
  expect(meminfo(boot(spec)).split('\n')[0]).toBe('MemTotal:         246700 kB');
});
