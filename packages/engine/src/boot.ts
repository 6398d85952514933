import { isBornSince } from './birth.ts';
import { BOOT_KB, BOOT_TABLE, HOST_ZERO_PAGES, NOT_YET_MANAGED_KB, USED_AT_RESERVE_KB } from './calibration.ts';
import { hasPolicy, policyOf } from './kernels/registry.ts';
import { insertInPieces } from './memory/pieces.ts';
import { FRAMES } from './memory/runKinds.ts';
import type { MachineSpec } from './spec.ts';
import type { FrameRun, FrameUse, Machine, Watermarks } from './state.ts';
import { tunableValue } from './tunables.ts';
import { ENGINE_VERSION } from './version.ts';

/** What a real machine's /proc/meminfo said right after boot, in kB; missing readings come from the table. */
export type BootReadings = Partial<{
  MemTotal: number;
  MemFree: number;
  Committed_AS: number;
  Cached: number;
  AnonPages: number;
  Slab: number;
  PageTables: number;
  KernelStack: number;
  Mlocked: number;
}>;

/** The description of a machine that is made now: it boots by this engine's tables, for ever. SPEC [BOOT-6] */
export function bornNow(spec: MachineSpec): MachineSpec {
  return { ...spec, engineVersion: ENGINE_VERSION };
}

/** A machine that has just come up: kernel, page cache and init in memory, no seats. SPEC [BOOT-1]-[BOOT-6]. */
export function boot(spec: MachineSpec, atBoot?: BootReadings): Machine {
  const readings = atBoot ?? {};
  const totalKb = readings.MemTotal ?? fromTable(spec.memKb, 'memTotal');
  const ramPages = totalKb >> 2;
  const freePages = (readings.MemFree ?? fromTable(spec.memKb, 'memFree')) >> 2;
  const filePages = (readings.Cached ?? BOOT_KB.cached) >> 2;
  const kernel = hasPolicy(spec.policy) ? policyOf(spec.policy) : null;
  const standard = tunablesKnownTo(spec, bootTunables(totalKb));
  const machine: Machine = {
    spec,
    seq: 0,
    tick: 0,
    isPaused: false,
    ticksPerSecond: 1,
    ramPages,
    swapPages: spec.swapKb > 0 ? (spec.swapKb >> 2) - 1 : 0,
    atBoot: {
      anon: (readings.AnonPages ?? BOOT_KB.anonPages) >> 2,
      slab: (readings.Slab ?? BOOT_KB.slab) >> 2,
      tables: (readings.PageTables ?? BOOT_KB.pageTables) >> 2,
      stacks: (readings.KernelStack ?? BOOT_KB.kernelStack) >> 2,
      committed: (readings.Committed_AS ?? BOOT_KB.committed) >> 2,
      locked: (readings.Mlocked ?? BOOT_KB.mlocked) >> 2,
    },
    watermarks: kernel?.watermarks?.(ramPages) ?? watermarks(ramPages, minFreeKb(totalKb)),
    boost: 0,
    hostZeroPages: atBoot ? HOST_ZERO_PAGES : null,
    tunables: kernel?.tunables?.(standard) ?? standard,
    committed: (readings.Committed_AS ?? BOOT_KB.committed) >> 2,
    freeFrames: ramPages,
    frames: [],
    slots: [],
    clock: 1,
    spaces: [],
    objects: [],
    processes: [],
    groups: [],
    seats: [],
    streams: {},
    nextPid: 100,
    nextSpace: 1,
    nextObject: 1,
    killer: {},
    panic: null,
  };
  occupy(machine, 'kernel', ramPages - freePages - filePages);
  occupy(machine, 'file', filePages);
  for (const [name, value] of Object.entries(spec.settings)) applySetting(machine, name, value);
  return machine;
}

function occupy(m: Machine, use: FrameUse, count: number): void {
  const at = m.ramPages - m.freeFrames;
  const run: FrameRun = {
    at,
    count,
    use,
    shares: 1,
    list: 'none',
    stamp: 0,
    isReferenced: false,
    isDirty: true,
    slot: -1,
    group: '',
  };
  insertInPieces(m.frames, run, FRAMES);
  m.freeFrames -= count;
}

function applySetting(m: Machine, name: string, value: string): void {
  const kernel = hasPolicy(m.spec.policy) ? policyOf(m.spec.policy) : null;
  const number = Object.hasOwn(m.tunables, name) ? tunableValue(kernel, name, value) : null;
  if (number === null) return;
  m.tunables[name] = number;
  const marks = marksAfter(m, name, kernel?.watermarks ?? watermarks);
  if (marks) m.watermarks = marks;
}

/** Free-memory marks in pages: `minFreeKb` in kB, `scaleFactor` in ten-thousandths of RAM. */
type MarksOf = (ramPages: number, minFreeKb?: number, scaleFactor?: number) => Watermarks;

/** The watermarks once tunable `name` has been written; null = it does not move them. SPEC [BOOT-4] */
export function marksAfter({ tunables, ramPages, watermarks: old }: Machine, name: string, marks: MarksOf) {
  const scaleFactor = tunables['vm/watermark_scale_factor'];
  if (name === 'vm/min_free_kbytes') return marks(ramPages, tunables[name], scaleFactor);
  return name === 'vm/watermark_scale_factor' ? marks(ramPages, old.min * 4, scaleFactor) : null;
}

/** [BOOT-2] The table of the recording machine, interpolated. */
function fromTable(memKb: number, column: 'memTotal' | 'memFree'): number {
  let i = 0;
  while (i < BOOT_TABLE.length - 2 && memKb > (BOOT_TABLE[i + 1] as { memKb: number }).memKb) i++;
  const a = BOOT_TABLE[i] as (typeof BOOT_TABLE)[number];
  const b = BOOT_TABLE[i + 1] as (typeof BOOT_TABLE)[number];
  const value = a[column] + Math.floor(((b[column] - a[column]) * (memKb - a.memKb)) / (b.memKb - a.memKb));
  return Math.max(4096, value - (value % 4));
}

/** [BOOT-3] mm/page_alloc.c:init_per_zone_wmark_min: the root of 16 × low memory in kB, between 128 and 262144. */
function minFreeKb(totalKb: number): number {
  return Math.min(262144, Math.max(128, Math.floor(Math.sqrt((totalKb - NOT_YET_MANAGED_KB) * 16))));
}

/** [BOOT-4] mm/page_alloc.c:__setup_per_zone_wmarks, one zone. */
export function watermarks(ramPages: number, minFree = 0, scaleFactor = 10): Watermarks {
  const min = minFree >> 2;
  const step = Math.max(min >> 2, Math.floor((ramPages * scaleFactor) / 10000));
  return { min, low: min + step, high: min + 2 * step };
}

/** Tunables that a later engine brought, with that engine's version; all others were there in 0.4.0. */
const TUNABLES_SINCE: Record<string, string> = { 'vm/watermark_scale_factor': '0.5.0' };

/** [BOOT-6] Without those that the engine by whose tables the machine boots did not have. */
function tunablesKnownTo(spec: MachineSpec, tunables: Record<string, number>): Record<string, number> {
  const isKnown = (name: string): boolean => {
    const since = TUNABLES_SINCE[name];
    return since === undefined || isBornSince(spec, since);
  };
  return Object.fromEntries(Object.entries(tunables).filter(([name]) => isKnown(name)));
}

/** [BOOT-5] mm/mmap.c:init_user_reserve, init_admin_reserve: 1/32 of what is free then, at most 128 MiB and 8 MiB. */
function bootTunables(totalKb: number): Record<string, number> {
  const share = Math.max(0, (totalKb - USED_AT_RESERVE_KB) >> 5);
  return {
    'vm/overcommit_memory': 0,
    'vm/overcommit_ratio': 50,
    'vm/overcommit_kbytes': 0,
    'vm/admin_reserve_kbytes': Math.min(share, 8192),
    'vm/user_reserve_kbytes': Math.min(share, 131072),
    'vm/min_free_kbytes': minFreeKb(totalKb),
    'vm/watermark_scale_factor': 10,
    'vm/swappiness': 60,
    'vm/page-cluster': 3,
    'vm/max_map_count': 65530,
    'vm/oom_kill_allocating_task': 0,
    'vm/oom_dump_tasks': 1,
    'vm/panic_on_oom': 0,
    'kernel/threads-max': Math.max(20, totalKb >> 7),
  };
}
