import { expect, it } from 'vitest';
import { toWire } from '../wire.ts';
import { readText } from './events.ts';

/** A report of Linux 5.10 as the kernel prints it, without any prefix. */
const REPORT = `tmux: server invoked oom-killer: gfp_mask=0x100cca(GFP_HIGHUSER_MOVABLE), order=0, oom_score_adj=0
CPU: 1 PID: 812 Comm: tmux: server Not tainted 5.10.0-9-amd64 #1 Debian 5.10.70-1
Hardware name: Vendor Model/Board, BIOS 1.0 01/01/2020
Call Trace:
 dump_stack+0x6b/0x83
 out_of_memory+0x1bd/0x4e0
Mem-Info:
active_anon:1200 inactive_anon:240100 isolated_anon:0
 active_file:11 inactive_file:35 isolated_file:0
 unevictable:0 dirty:0 writeback:0
 slab_reclaimable:2100 slab_unreclaimable:4200
 mapped:90 shmem:1300 pagetables:900 bounce:0
 free:3300 free_pcp:0 free_cma:0
Node 0 active_anon:4800kB inactive_anon:960400kB active_file:44kB inactive_file:140kB kernel_stack:2048kB all_unreclaimable? yes
Node 0 DMA free:4000kB min:700kB low:870kB high:1040kB present:15992kB managed:15360kB
Node 0 DMA32 free:9200kB min:8000kB low:9000kB high:10000kB present:1032192kB managed:1000000kB
Node 0 DMA: 2*4kB (U) 1*8kB (M) = 16kB
Free swap  = 0kB
Total swap = 524284kB
262046 pages RAM
0 pages HighMem/MovableOnly
8206 pages reserved
Tasks state (memory values in pages):
[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[    301]     0   301     8000      900    81920      120          -250 systemd-journal
[    655]   104   655     2100      300    61440       40         -1000 dbus-daemon
[    812]  1000   812     3100      700    65536       10             0 tmux: server
[    977]  1000   977   280000   231000  2170880   128000           300 (sd-worker)
[   1201]  1000  1201      900      100    40960        0             0 4711
oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/user.slice/user-1000.slice,task=(sd-worker),pid=977,uid=1000
Out of memory: Killed process 977 ((sd-worker)) total-vm:1120000kB, anon-rss:923000kB, file-rss:0kB, shmem-rss:1000kB, UID:1000 pgtables:2120kB oom_score_adj:300
oom_reaper: reaped process 977 ((sd-worker)), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB`.split('\n');

const read = (lines: readonly string[]) => readText(lines.join('\n')).reports.map(toWire);
const PLAIN = read(REPORT);

const each = (change: (line: string, at: number) => string) => (lines: readonly string[]) => lines.map(change);

/** Breaks lines at a width: at blanks as mail does, or anywhere as a terminal does. */
function broken(lines: readonly string[], width: number, isAtBlanks: boolean): string[] {
  return lines.flatMap((line) => {
    const parts: string[] = [];
    let rest = line;
    while (rest.length > width) {
      const blank = rest.lastIndexOf(' ', width);
      const cut = isAtBlanks && blank > 30 ? blank : width;
      parts.push(rest.slice(0, cut));
      rest = isAtBlanks ? rest.slice(cut).replace(/^ /, '') : rest.slice(cut);
    }
    return [...parts, rest];
  });
}

const dmesg = each((line, at) => `[${(1234.5 + at / 1e5).toFixed(6).padStart(12)}] ${line}`);
const syslog = each((line) => `Mar  8 11:35:04 host-a kernel: ${line}`);
const html = (line: string) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const WRITTEN: Record<string, (lines: readonly string[]) => string[]> = {
  dmesg,
  'dmesg -T': each((line) => `[Tue Mar  8 11:35:04 2022] ${line}`),
  'dmesg -T in French': each((line) => `[mar. mars  8 11:35:04 2022] ${line}`),
  'dmesg -T in Japanese': each((line) => `[火  3月  8 11:35:04 2022] ${line}`),
  'dmesg -x': each((line) => `kern  :warn  : [ 1234.567890] ${line}`),
  'dmesg -d': each((line) => `[ 1234.567890 <    0.000012>] ${line}`),
  'dmesg --time-format iso': each((line) => `2022-03-08T11:35:04,123456+00:00 ${line}`),
  syslog,
  'syslog with seconds since boot': each((line) => `Mar  8 11:35:04 host-a.example.com kernel: [ 1234.567890] ${line}`),
  'syslog with a pid': each((line) => `Mar  8 11:35:04 host-a kernel[1234]: ${line}`),
  'rsyslog, ISO 8601': each((line) => `2022-03-08T11:35:04.123456+01:00 host-a kernel: [ 1234.567890] ${line}`),
  'journalctl -o short-iso': each((line) => `2022-03-08T11:35:04+0100 host-a kernel: ${line}`),
  'journalctl -o short-precise': each((line) => `Mar 08 11:35:04.123456 host-a kernel: ${line}`),
  'journalctl -o short-full': each((line) => `Tue 2022-03-08 11:35:04 CET host-a kernel: ${line}`),
  'journalctl -o short-monotonic': each((line) => `[ 1234.567890] host-a kernel: ${line}`),
  'journalctl -o verbose': each((line) => `    MESSAGE=${line}`),
  'journalctl -o json': each((line) => JSON.stringify({ _HOSTNAME: 'host-a', PRIORITY: '4', MESSAGE: line })),
  'journalctl -o json, bytes': each((line) => JSON.stringify({ MESSAGE: [...line].map((char) => char.charCodeAt(0)) })),
  'Docker json-file': each((line) => JSON.stringify({ log: `[ 1234.567890] ${line}\n`, stream: 'stdout' })),
  'Kubernetes CRI': each((line) => `2022-03-08T11:35:04.123456789Z stdout F [ 1234.567890] ${line}`),
  'Docker Compose': each((line) => `node-1  | [ 1234.567890] ${line}`),
  'busybox syslogd': each((line) => `Mar  8 11:35:04 host-a kern.warn kernel: [ 1234.567890] ${line}`),
  OpenWrt: each((line) => `Tue Mar  8 11:35:04 2022 kern.warn kernel: [ 1234.567890] ${line}`),
  'RFC 5424': each((line) => `<4>1 2022-03-08T11:35:04.123456+01:00 host-a kernel - - - ${line}`),
  'a console after a prompt': (lines) => dmesg(lines).map((line, at) => (at === 0 ? `host-a login: ${line}` : line)),
  'a console, two messages on a line': (lines) => {
    const out = dmesg(lines);
    return [out.slice(0, 6).join(''), ...out.slice(6)];
  },
  '/dev/kmsg': each((line, at) => `4,${at},1234567890,-;${line}`),
  levels: each((line) => `<4>[ 1234.567890] ${line}`),
  callers: each((line) => `[ 1234.567890][ T1778] ${line}`),
  logcat: each((line) => `03-08 11:35:04.123     0     0 W kernel  : ${line}`),
  'a mail quoted twice': each((line) => `> > [ 1234.567890] ${line}`),
  indented: each((line) => `\t    [ 1234.567890] ${line}`),
  'CR LF': each((line) => `[ 1234.567890] ${line}\r`),
  'no-break spaces': each((line) => `[ 1234.567890] ${line}`.replaceAll(' ', '\u00a0')),
  colours: each((line) => `\u001b[32m[ 1234.567890] \u001b[0m\u001b[33m${line.slice(0, 9)}\u001b[0m${line.slice(9)}`),
  'colours by cat -v': each((line) => `^[[0;1;39m${line}^[[0m`),
  HTML: each((line) => `<span class="k">[ 1234.567890]</span> ${html(line)}<br>`),
  'forum markup': each((line, at) => (at % 3 === 0 ? `[ 1234.567890] [COLOR="Red"]${line}[/COLOR]` : line)),
  'one line with \\n': (lines) => [lines.join('\\n')],
  'rsyslog #012': (lines) => [lines.join('#012')],
  'blank lines between': (lines) => lines.flatMap((line) => [line, '']),
  'every line twice': (lines) => dmesg(lines).flatMap((line) => [line, line]),
  'quoted-printable': (lines) =>
    broken(
      lines.map((line) => line.replaceAll('=', '=3D')),
      75,
      false,
    ).map((line) => (line.length === 75 ? `${line}=` : line)),
  'a mail broken at 76': (lines) => broken(dmesg(lines), 76, true),
  'a mail broken at 72, without prefixes': (lines) => broken(lines, 72, true),
  'a terminal of 80': (lines) => broken(dmesg(lines), 80, false),
  'a terminal of 100, syslog': (lines) => broken(syslog(lines), 100, false),
  'marks of broken lines': (lines) =>
    broken(dmesg(lines), 120, false).map((line) => (line.startsWith('[ ') ? line : `↪${line}`)),
};

it('the plain report is whole', () => {
  expect(PLAIN).toMatchObject([
    {
      kernel: '5.10.0-9-amd64',
      era: 'D',
      invokedBy: 'tmux: server',
      totalRamKb: 1015360,
      tasks: 5,
      victim: { pid: 977, name: '(sd-worker)', anonRssKb: 923000, adj: 300 },
      chosenByFormula: { pid: 977 },
      isComplete: true,
      missing: [],
    },
  ]);
});

it.each(Object.keys(WRITTEN))('%s: the same report', (name) => {
  expect(read(WRITTEN[name]?.(REPORT) ?? [])).toEqual(PLAIN);
});
