import { describe, expect, it } from 'vitest';
import { toWire } from '../wire.ts';
import { readText } from './events.ts';

const read = (text: string) => readText(text).reports.map(toWire);
const other = (text: string) => readText(text).reports.map(({ killer, other: [kill] }) => ({ killer, ...kill }));

describe('kernels of old', () => {
  it('reads Red Hat 5: no table, the owner after the pid', () => {
    const text = `Jan 10 04:02:03 db1 kernel: java invoked oom-killer: gfp_mask=0x201d2, order=0, oomkilladj=0
Jan 10 04:02:03 db1 kernel: Free pages:       14956kB (0kB HighMem)
Jan 10 04:02:03 db1 kernel: Active:495268 inactive:3241 dirty:0 writeback:0 unstable:0 free:3739 slab:6394 pagetables:3839
Jan 10 04:02:03 db1 kernel: Free swap  = 0kB
Jan 10 04:02:03 db1 kernel: Total swap = 2097144kB
Jan 10 04:02:03 db1 kernel: 524288 pages of RAM
Jan 10 04:02:03 db1 kernel: 10232 reserved pages
Jan 10 04:02:03 db1 kernel: Out of memory: Killed process 4571, UID 501, (java).`;
    expect(read(text)).toMatchObject([
      { totalRamKb: (524288 - 10232) * 4, swapTotalKb: 2097144, swapFreeKb: 0, victim: { pid: 4571, name: 'java' } },
    ]);
  });

  it('reads Linux 2.4: one line a thread', () => {
    expect(
      read('Out of Memory: Killed process 1234 (httpd).\nOut of Memory: Killed process 1235 (httpd).'),
    ).toMatchObject([
      {
        victim: { pid: 1234, name: 'httpd' },
        alsoKilled: [1235],
        missing: ['invoked line', 'task table', 'RAM or group limit', 'kernel release'],
      },
    ]);
  });

  it('reads a table of 2.6.32 without oom_score_adj, whose formula the table cannot feed', () => {
    const text = `[ pid ]   uid  tgid total_vm      rss cpu oom_adj name
[  330]     0   330     2710        1   1     -17 udevd
[  924]     0   924    62270       89   0       0 rsyslogd
Out of memory: kill process 924 (rsyslogd) score 15567 or a child
Killed process 924 (rsyslogd) vsz:249080kB, anon-rss:300kB, file-rss:56kB`;
    expect(read(text)).toMatchObject([
      { era: 'A', tasks: 2, victim: { pid: 924, score: 15567, totalVmKb: 249080 }, chosenByFormula: null },
    ]);
  });
});

describe('several events', () => {
  const GREP = `[1.0] a invoked oom-killer: gfp_mask=0xd0, order=0, oom_score_adj=0
[1.1] Out of memory: Kill process 10 (a) score 900 or sacrifice child
[1.2] Killed process 10 (a) total-vm:8kB, anon-rss:4kB, file-rss:0kB
[9.0] b invoked oom-killer: gfp_mask=0xd0, order=0, oom_score_adj=0
[9.1] Out of memory: Kill process 11 (b) score 800 or sacrifice child
[9.2] Killed process 11 (b), UID 26, total-vm:8kB, anon-rss:4kB, file-rss:0kB`;

  it('of a filtered log are told apart', () => {
    expect(read(GREP)).toMatchObject([
      { invokedBy: 'a', victim: { pid: 10, score: 900 }, alsoKilled: [] },
      { invokedBy: 'b', victim: { pid: 11, score: 800 }, alsoKilled: [] },
    ]);
  });

  it('of a log of kill lines alone are one each', () => {
    const kills = GREP.split('\n')
      .filter((line) => line.includes('Killed process'))
      .join('\n');
    expect(read(kills).map(({ victim }) => victim?.pid)).toEqual([10, 11]);
  });

  it('of several kills before the first trigger the last is named with it, and each stays an event', () => {
    const kills = GREP.split('\n').filter((line) => line.includes('Killed process'));
    const text = [...kills, '[20.0] c invoked oom-killer: gfp_mask=0xd0, order=0, oom_score_adj=0'].join('\n');
    expect(read(text)).toMatchObject([
      { victim: { pid: 10 } },
      { victim: { pid: 11 } },
      { invokedBy: 'c', victim: null, previousVictim: { pid: 11 } },
    ]);
  });

  const TWO = `[ 10.1][ T11] a invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
[ 10.2][ T22] b invoked oom-killer: gfp_mask=0xcc1(GFP_KERNEL), order=0, oom_score_adj=0
[ 10.3][ T11] memory: usage 100kB, limit 100kB, failcnt 1
[ 10.3][ T22] memory: usage 200kB, limit 200kB, failcnt 1
[ 10.4][ T11] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[ 10.4][ T22] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[ 10.5][ T11] [   101]     0   101    100    20    4096        0             0 aaa
[ 10.5][ T22] [   202]     0   202    200    40    4096        0             0 bbb
[ 10.6][ T11] Memory cgroup out of memory: Killed process 101 (aaa) total-vm:400kB, anon-rss:80kB, file-rss:0kB, shmem-rss:0kB
[ 10.6][ T22] Memory cgroup out of memory: Killed process 202 (bbb) total-vm:800kB, anon-rss:160kB, file-rss:0kB, shmem-rss:0kB`;
  const BOTH = [
    { invokedBy: 'a', groupLimitKb: 100, tasks: 1, victim: { pid: 101 }, alsoKilled: [] },
    { invokedBy: 'b', groupLimitKb: 200, tasks: 1, victim: { pid: 202 }, alsoKilled: [] },
  ];

  it('that print at the same time are told apart by their callers', () => expect(read(TWO)).toMatchObject(BOTH));

  it('without callers, an event whose first line was overtaken goes on after the other', () => {
    const lines = TWO.replace(/\]\[ T\d+\]/g, ']').split('\n');
    const order = [0, 1, 3, 5, 7, 9, 2, 4, 6, 8];
    expect(read(order.map((at) => lines[at]).join('\n'))).toMatchObject(BOTH);
  });

  it('a failed allocation between them is none', () => {
    const failure = `[5.0] foo: page allocation failure: order:4, mode:0x40cc0(GFP_KERNEL|__GFP_COMP)
[5.1] Mem-Info:
[5.2] active_anon:1 inactive_anon:2 isolated_anon:0
[5.3] 99 pages RAM
[5.4] 9 pages reserved`;
    const [first, ...second] = GREP.split('\n[9.0]');
    expect(read(`${first}\n${failure}\n[9.0]${second.join('')}`)).toMatchObject([
      { totalRamKb: null },
      { totalRamKb: null },
    ]);
  });
});

it('a request by a person is an order of −1, and a panic has no victim', () => {
  const text = `kworker/0:1 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=-1, oom_score_adj=0
CPU: 0 PID: 10 Comm: kworker/0:1 Not tainted 5.15.0-91-generic #101-Ubuntu
Kernel panic - not syncing: Out of memory: system-wide panic_on_oom is enabled`;
  expect(read(text)).toMatchObject([{ order: -1, isPanic: true, victim: null, kernel: '5.15.0-91-generic' }]);
  expect(read(text)[0]?.missing).not.toContain('kill line');
});

it('pages of 16 kB are seen in the list of free blocks', () => {
  const text = `a invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
Node 0 DMA: 5*16kB (UM) 2*32kB (U) = 144kB
1000 pages RAM
10 pages reserved`;
  expect(read(text)).toMatchObject([{ totalRamKb: 990 * 16 }]);
});

it('pages of 64 kB are seen in the free memory of the zones', () => {
  const text = `a invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
Mem-Info:
active_anon:10 inactive_anon:20 isolated_anon:0
 free:1000 free_pcp:0 free_cma:0
Node 0 DMA free:64000kB min:700kB low:870kB high:1040kB present:200000kB managed:190000kB
1000 pages RAM
10 pages reserved`;
  expect(read(text)).toMatchObject([{ totalRamKb: 990 * 64 }]);
});

it('a kernel before 2.6.36 whose table has oom_score_adj goes by the later formula', () => {
  const text = `Pid: 9, comm: a Not tainted 2.6.32-042stab120.11 #1
1000000 pages RAM
0 pages reserved
[ pid ]   uid  tgid total_vm      rss cpu oom_adj oom_score_adj name
[    9]  1000     9   900000   500000   1       0             0 a
[   10]  1000    10    90000     5000   1       0             0 b`;
  expect(read(`${text}\nOut of memory: Kill process 9 (a) score 500 or sacrifice child`)).toMatchObject([
    { era: 'A', chosenByFormula: { pid: 9, points: 500 } },
  ]);
});

describe('killers other than the kernel', () => {
  it.each([
    [
      'earlyoom',
      `earlyoom[695]: low memory! at or below SIGTERM limits: mem 10.00%, swap 10.00%
earlyoom[695]: sending SIGTERM to process 12345 uid 1000 "Web Content": badness 300, VmRSS 3700 MiB`,
      'Web Content',
      12345,
    ],
    [
      'systemd-oomd',
      `systemd-oomd[1040]: Killed /user.slice/app.slice/app-x.scope due to memory pressure for /user.slice being 63.58% > 50.00% for > 20s with reclaim activity
systemd[2123]: app-x.scope: systemd-oomd killed 12 process(es) in this unit.`,
      '/user.slice/app.slice/app-x.scope',
      null,
    ],
    [
      'android lowmemorykiller',
      "I lowmemorykiller: Kill 'com.foo.bar' (1234), uid 10123, oom_score_adj 915 to free 86000kB rss, 12345kB swap; reason: low watermark is breached",
      'com.foo.bar',
      1234,
    ],
    ['android lowmemorykiller', '<4>[  123.456] send sigkill to 1234 (com.foo), adj 15, size 4000', 'com.foo', 1234],
    [
      'kubelet',
      `eviction_manager.go:349] "Eviction manager: must evict pod(s) to reclaim" resourceName="memory"
eviction_manager.go:571] "Eviction manager: pod is evicted successfully" pod="default/app-7c"`,
      'default/app-7c',
      null,
    ],
    [
      'kubelet',
      'Message: The node was low on resource: memory. Container app was using 1Gi, request is 0.',
      'a pod of this node',
      null,
    ],
  ])('%s', (killer, text, what, pid) => expect(other(text)).toMatchObject([{ killer, what, pid }]));

  it('a container or a node that only says so is a kill by the kernel', () => {
    expect(read('    Last State:     Terminated\n      Reason:       OOMKilled')).toMatchObject([{ killer: 'kernel' }]);
    expect(
      read('Warning  SystemOOM  2m  kubelet  System OOM encountered, victim process: java, pid: 77'),
    ).toMatchObject([{ killer: 'kernel', victim: { pid: 77, name: 'java' } }]);
  });
});

it('text without any event gives none', () => {
  expect(read('')).toEqual([]);
  expect(read('hello\n[1234] 5 6 foo\nAug  1 10:00:00 host-a kernel: usb 1-1: new device')).toEqual([]);
});

it('a table that no machine can have is cut, and the cut is known', () => {
  const head = '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name\n';
  const row = '[  123]  0  123  456  789  4096  11  0 bash\n';
  const [report] = readText(`${head}${row.repeat(33_000)}Out of memory: Killed process 123 (bash)`).reports;
  expect(report).toMatchObject({ hasRowsMissing: true });
  expect(report?.tasks).toHaveLength(32_768);
});
