import { describe, expect, it } from 'vitest';
import { linuxEra } from '../eras.ts';
import { memInfoBlock } from './memInfoBlock.ts';
import { type OomReportInput, oomGroupLine, oomReport } from './oomReport.ts';

const REPORT: OomReportInput = {
  invoker: { name: 'db', oomAdj: 0, oomScoreAdj: 0 },
  gfp: { mask: 0x280da, names: 'GFP_HIGHUSER_MOVABLE|__GFP_ZERO' },
  order: 0,
  memoryLines: ['Mem-Info:'],
  tasks: [
    {
      pid: 12,
      uid: 1001,
      name: 'db',
      totalVmPages: 25_600,
      rssPages: 300,
      rssAnonPages: 200,
      rssFilePages: 90,
      rssShmemPages: 10,
      pageTablePages: 3,
      middleTablePages: 2,
      pageTableBytes: 20_480,
      swapPages: 7,
      oomAdj: 0,
      oomScoreAdj: -5,
    },
  ],
  cgroup: null,
  victimCgroup: '/',
  choice: { pid: 12, name: 'db', score: 794 },
  victim: {
    pid: 12,
    name: 'db',
    uid: 1001,
    totalVmPages: 25_600,
    anonRssPages: 200,
    fileRssPages: 90,
    shmemRssPages: 10,
    pageTablesKbytes: 20,
    oomScoreAdj: -5,
  },
  sharers: [{ pid: 13, name: 'db' }],
};

function lines(release: string, change: Partial<OomReportInput> = {}): string[] {
  const era = linuxEra(release);
  if (era === null) throw new Error(release);
  return oomReport({ ...REPORT, ...change }, era.report);
}

describe('OOM report', () => {
  it('[REP-1] begins with who ran out, in the words of the release', () => {
    expect(lines('2.6.11')[0]).toBe('oom-killer: gfp_mask=0x280da');
    expect(lines('2.6.32')[0]).toBe('db invoked oom-killer: gfp_mask=0x280da, order=0, oom_adj=0');
    expect(lines('3.10.65')[0]).toBe('db invoked oom-killer: gfp_mask=0x280da, order=0, oom_score_adj=0');
    expect(lines('6.1')[0]).toBe(
      'db invoked oom-killer: gfp_mask=0x280da(GFP_HIGHUSER_MOVABLE|__GFP_ZERO), order=0, oom_score_adj=0',
    );
  });

  it('[REP-2] states the memory of the machine', () => {
    const counts = { activeAnon: 1, inactiveAnon: 2, activeFile: 3, inactiveFile: 4, unevictable: 5, dirty: 6 };
    const more = { slabReclaimable: 7, slabUnreclaimable: 8, mapped: 9, shmem: 10, pageTables: 11, free: 12 };
    const last = { pageCache: 13, swapCache: 14, freeSwap: 15, totalSwap: 16, ramPages: 17, reservedPages: 18 };
    const modern = memInfoBlock({ ...counts, ...more, ...last }, '6.x');
    expect(modern).toContain(' slab_reclaimable:7 slab_unreclaimable:8');
    expect(modern).toContain('Total swap = 64kB');
    expect(memInfoBlock({ ...counts, ...more, ...last }, '2.4')).toContain('( Active: 4, inactive: 6, free: 12 )');
    expect(memInfoBlock({ ...counts, ...more, ...last }, '2.6')).toContain(' mapped:9 shmem:10 pagetables:11 bounce:0');
  });

  it('[REP-3] lists the tasks with the columns of the release', () => {
    expect(lines('2.6.32')).not.toContain('[ pid ]   uid  tgid total_vm      rss cpu oom_adj name');
    expect(lines('2.6.32', { dumpsTasks: true })).toContain('[   12]  1001    12    25600      300   0       0 db');
    expect(lines('3.10.65')).toContain('[   12]  1001    12    25600      300       3        7            -5 db');
    expect(lines('4.9')).toContain('[   12]  1001    12    25600      300       3       2        7            -5 db');
    expect(lines('6.1')).toContain('[     12]  1001    12    25600      300    20480        7            -5 db');
    expect(lines('6.12')).toContain(
      '[     12]  1001    12    25600      300      200       90        10    20480        7            -5 db',
    );
  });

  it('[REP-4] names the choice and its score until 5.1', () => {
    expect(lines('2.6.32')).toContain('Out of memory: kill process 12 (db) score 794 or a child');
    expect(lines('4.9')).toContain('Out of memory: Kill process 12 (db) score 794 or sacrifice child');
    expect(lines('6.1').join('\n')).not.toContain('score 794');
  });

  it('[REP-5] states what was killed, in kB', () => {
    expect(lines('2.6.32').at(-1)).toBe('Killed process 12 (db)');
    expect(lines('3.10.65')).toContain('Killed process 12 (db) total-vm:102400kB, anon-rss:800kB, file-rss:360kB');
    const modern =
      'Killed process 12 (db) total-vm:102400kB, anon-rss:800kB, file-rss:360kB, shmem-rss:40kB, UID:1001 pgtables:20kB oom_score_adj:-5';
    expect(lines('6.1')).toContain(`Out of memory: ${modern}`);
    expect(lines('6.1', { cgroup: '/lab' })).toContain(`Memory cgroup out of memory: ${modern}`);
  });

  it('[REP-6] states the constraint from 5.0', () => {
    expect(lines('6.1')).toContain(
      'oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/,task=db,pid=12,uid=1001',
    );
    expect(lines('6.1', { cgroup: '/lab', victimCgroup: '/lab/a' }).join('\n')).toContain(
      'oom_memcg=/lab,task_memcg=/lab/a,task=db',
    );
    expect(lines('4.9').join('\n')).not.toContain('oom-kill:');
  });

  it('[REP-7] names the sharers where the release does', () => {
    expect(lines('2.4.20').slice(-2)).toEqual([
      'Out of Memory: Killed process 12 (db).',
      'Out of Memory: Killed process 13 (db).',
    ]);
    expect(lines('3.10.65').at(-1)).toBe('Kill process 13 (db) sharing same memory');
    expect(lines('6.1').join('\n')).not.toContain('13 (db)');
  });

  it('[REP-8] the reaper reports from 4.6', () => {
    expect(lines('4.9').at(-1)).toBe(
      'oom_reaper: reaped process 12 (db), now anon-rss:0kB, file-rss:0kB, shmem-rss:40kB',
    );
  });

  it('[REP-9] a whole group is announced', () => {
    expect(oomGroupLine('/lab')).toBe('Tasks in /lab are going to be killed due to memory.oom.group set');
  });
});
