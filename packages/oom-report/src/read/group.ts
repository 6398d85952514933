import type { Group } from '../types.ts';
import type { Draft } from './draft.ts';
import { compact } from './words.ts';

const USAGE = /(memory\+swap|memory|kmem|swap):usage(\d+)kB,limit(\d+)kB,failcnt(\d+)/g;
const FIELDS = { memory: 'memory', 'memory+swap': 'memoryAndSwap', kmem: 'kernel', swap: 'swap' } as const;

/** "memory: usage …, limit …, failcnt …", also for `memory+swap`, `kmem` (v1) and `swap` (v2). */
export function readUsage(draft: Draft, message: string): void {
  draft.isGroup = true;
  for (const [, name = '', usage, limit, failures] of compact(message).matchAll(USAGE)) {
    const field = FIELDS[name as keyof typeof FIELDS];
    draft.group[field] ??= { usageKb: Number(usage), limitKb: Number(limit), failures: Number(failures) };
  }
}

/** "Task in A killed as a result of limit of B", "Memory cgroup stats for A: …". False = another line. */
export function readGroup(draft: Draft, message: string): boolean {
  const task = /\bTask in (\S+) killed as a result of limit of (\S+)/.exec(message);
  if (task) {
    draft.isGroup = true;
    draft.taskGroup ??= task[1] as string;
    draft.group.path ??= task[2] as string;
    return true;
  }
  const stats = /\bMemory cgroup stats(?: for (\S*?))?:(?=\s|$|\w+:)(.*)$/.exec(message);
  if (stats) {
    draft.isGroup = true;
    if (stats[1]) draft.group.path ??= stats[1];
    draft.section = 'groupStats';
    readOldStats(draft.group, stats[2] ?? '');
    return true;
  }
  if (draft.section !== 'groupStats') return false;
  // v2: "anon 5222400", in bytes.
  const [, name, bytes] = /^\s*([a-z]\w*) (\d+)\s*$/.exec(message) ?? [];
  if (name !== undefined) draft.group.statsKb[name] ??= Math.floor(Number(bytes) / 1024);
  return name !== undefined;
}

/** v1: "cache:0KB rss:102400KB …". */
function readOldStats(group: Group, text: string): void {
  for (const [, name = '', kb] of text.matchAll(/\b([a-z_]+):(\d+)KB/g)) group.statsKb[name] ??= Number(kb);
}

/** "oom-kill:constraint=…,nodemask=…,cpuset=…,mems_allowed=…,oom_memcg=…,task_memcg=…,task=…,pid=…,uid=…" (5.0). */
export function readConstraint(draft: Draft, message: string): { pid: number; name: string } | null {
  const text = compact(message);
  draft.constraint ??= /constraint=(\w+)/.exec(text)?.[1] ?? null;
  const nodes = /nodemask=([\d,-]+?),cpuset=/.exec(text)?.[1];
  if (nodes) draft.nodes ??= nodes;
  draft.memsAllowed ??= /mems_allowed=([\d,-]*\d)/.exec(text)?.[1] ?? null;
  const limited = /,oom_memcg=(.*?)(?:,task_memcg=|$)/.exec(text)?.[1];
  if (limited !== undefined) {
    draft.isGroup = true;
    draft.group.path ??= limited;
  }
  draft.taskGroup ??= /,task_memcg=(.*?)(?:,task=|$)/.exec(text)?.[1] ?? null;
  const [, name, pid] = /,\s*task=(.*),\s*pid=(\d+)/.exec(message) ?? /,?task=(.*),pid=(\d+)/.exec(text) ?? [];
  return pid === undefined ? null : { pid: Number(pid), name: name as string };
}
