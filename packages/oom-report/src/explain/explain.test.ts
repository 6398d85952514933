import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { underOtherReleases } from '../formula/otherReleases.ts';
import { readText } from '../read/events.ts';
import { chosenWithAdj } from './changes.ts';
import { explain } from './explain.ts';
import { withoutNames } from './hide.ts';
import { markdownOf } from './markdown.ts';

const DIR = join(import.meta.dirname, '..', '..', '..', '..', 'test', 'oomReports');
const reportsIn = (file: string) => readText(readFileSync(join(DIR, `${file}.txt`), 'utf8')).reports;
const told = (file: string, at = 0) => {
  const reports = reportsIn(file);
  const report = reports[at];
  if (!report) throw new Error(`${file} has no event ${at}`);
  return { report, ...explain(report, reports.slice(0, at)) };
};

describe('why', () => {
  it.each([
    ['el7-numa-global', 'mysqld (6576) was killed', /memory had run out and it had the most points: it held 25\.5/],
    ['pve-5.15-dmesgT-de', 'php-fpm (3902942) was killed', /its group was at its limit/],
    ['mm-6.11-oom-group', 'cc1 (5646) was killed, and 38 more with it', /its group was at its limit/],
    ['el8-postgres-adj900-collapsed', 'postgres (2475067) was killed', /oom_score_adj of 900/],
    [
      'mm-6.8rc5-boot-nokillable',
      'The kernel panicked: it found nothing to kill, or was told not to',
      /No process was left/,
    ],
    [
      'other-systemd-oomd-swap',
      '/user.slice/user-1000.slice/user@1000.service/app.slice/app-term-1234.scope was ended by systemd-oomd',
      /90\.00%/,
    ],
    ['arm-6.x-nfsd-notable', 'nfsd called the killer; whom it killed is not in the text', /killer was called/],
  ])('%s', (file, title, why) => {
    expect(told(file).title).toBe(title);
    expect(told(file).why).toMatch(why);
  });
});

describe('what ran out', () => {
  it.each([
    ['el8-numa-policy-node3', /memory policy allows memory of node 3 only/],
    ['suse-5.8-cpuset-node4', /cpuset allows memory of node 4 only.*movable memory/],
    ['i386-5.7-lowmem', /Low memory ran out.*high memory/],
    ['mm-6.18-wrapped-foreign', /limit of 512.MiB/],
    ['mm-6.16-bpf-psi', /no limit of its own/],
    ['ubuntu-3.13-global', /there is no swap/],
  ])('%s', (file, shortage) => expect(told(file).shortage).toMatch(shortage));
});

describe('where formula and print differ, why', () => {
  it.each([
    ['el7-k8s-java-998-thread-pid', /24572 is a thread of java \(28438\)/],
    ['ubuntu-3.13-memcg-swap', /divisor is the group’s limit and the swap of the machine|the swap of the machine/],
    ['mm-2.6.26rc5-child-killed', /sshd \(4788\) was chosen and bash \(4789\) died: a child/],
    ['next-5.9-memcg-kasan', /belongs to an event before/],
  ])('%s', (file, reason) => expect(told(file).difference).toMatch(reason));

  it('is silent where they agree', () => {
    expect(told('el7-numa-global').difference).toBeNull();
    expect(told('mm-4.x-memcg-100M').difference).toBeNull();
  });

  const OLD = `[ 5.0] b invoked oom-killer: gfp_mask=0xd0, order=0, oom_score_adj=0
[ 5.1] CPU: 0 PID: 7 Comm: b Not tainted 4.4.0-21-generic #37-Ubuntu
[ 5.2] Total swap = 0kB
[ 5.2] Free swap  = 0kB
[ 5.2] 100000 pages RAM
[ 5.2] 0 pages reserved
[ 5.3] [ pid ]   uid  tgid total_vm      rss nr_ptes nr_pmds swapents oom_score_adj name
[ 5.4] [    6]     0     6    90000    80000     100       3        0             0 parent
[ 5.5] [    7]  1000     7     9000     5000      10       3        0             0 child`;

  it('a child died in its parent’s place', () => {
    const text = `${OLD}\n[ 5.6] Out of memory: Kill process 6 (parent) score 776 or sacrifice child\n[ 5.7] Killed process 7 (child) total-vm:36000kB, anon-rss:20000kB, file-rss:0kB`;
    const [report] = readText(text).reports;
    expect(report && explain(report).difference).toMatch(/parent \(6\) had the most points.*child \(7\)/);
  });

  it('root of a container has no bonus', () => {
    const text = `${OLD}\n[ 5.6] Out of memory: Kill process 6 (parent) score 801 or sacrifice child\n[ 5.7] Killed process 6 (parent) total-vm:360000kB, anon-rss:320000kB, file-rss:0kB`;
    const [report] = readText(text).reports;
    expect(report && explain(report).difference).toMatch(/printed 801, the table gives 777.*root of a container/);
  });
});

describe('what would have changed it', () => {
  it('names the least adjustment that spares the victim, and who dies then', () => {
    const { report, changes } = told('el7-numa-global');
    expect(changes[0]).toMatchObject({ what: 'oom_score_adj of mysqld (6576) at −365 or lower', isTested: true });
    expect(changes[0]?.outcome).toContain('java (27502)');
    expect(chosenWithAdj(report, 6576, -365)?.row.name).toBe('java');
    expect(chosenWithAdj(report, 6576, -364)?.row.name).toBe('mysqld');
  });

  it('strict accounting is held against what was in use', () => {
    expect(told('arch-6.1-noprefix').changes.find(({ what }) => what.startsWith('Strict'))?.outcome).toMatch(
      /refused with ENOMEM/,
    );
  });

  it('the same table under other releases', () => {
    const [report] = reportsIn('el7-numa-global');
    const others = report ? underOtherReleases(report) : [];
    expect(others.map(({ release, chosen }) => [release, chosen?.row.name])).toContainEqual(['6.12', 'mysqld']);
    expect(others.length).toBeGreaterThan(5);
  });
});

it('the parts of the memory sum up to what there is', () => {
  const { report, filled } = told('arch-6.1-noprefix');
  const sum = filled.reduce((total, { kb }) => total + kb, 0);
  expect(sum).toBe(((report.ramPages ?? 0) - (report.reservedPages ?? 0)) * report.pageKb);
  expect(filled[0]).toMatchObject({ kind: 'processes' });
});

it('ten questions have an answer in every real report', () => {
  for (const file of [
    'el7-numa-global',
    'k8s-6.x-oom-group-grep',
    'other-lowmemorykiller-kmsg',
    'ubuntu-2.6.32-head-only',
    'mm-6.5-memcg2-wrapped',
  ]) {
    const { answers } = told(file);
    expect(answers).toHaveLength(10);
    for (const { answer } of answers) expect(answer).not.toMatch(/undefined|NaN|null|^$/);
  }
  const pod = told('k8s-6.x-oom-group-grep').answers[7]?.answer;
  expect(pod).toMatch(/uid 00000000-1111-2222-3333-444444444444.*container is c0ffee012345/);
});

it('hidden names are in no sentence, and the figures stay', () => {
  const reports = reportsIn('el7-numa-global');
  const [hidden] = withoutNames(reports);
  if (!hidden) throw new Error('no report');
  const text = JSON.stringify(explain(hidden)) + markdownOf(hidden, explain(hidden));
  expect(text).not.toMatch(/mysqld|java|sshd/);
  expect(text).toContain('6576');
});

it('names cannot begin markup in the summary', () => {
  const text = 'Out of memory: Killed process 5 (<b>|x_) total-vm:8kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB';
  const [report] = readText(text).reports;
  expect(report && markdownOf(report, explain(report))).toContain('\\<b\\>\\|x\\_');
});
