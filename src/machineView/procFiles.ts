import { type Machine, memoryText, type PolicyId, type ProcFile, procFile } from '@overcommit/engine';
import type { KernelReport } from '@overcommit/reading';

/** Whether a Linux of at least this version runs here. */
function isLinuxFrom(policy: PolicyId, major: number, minor: number): boolean {
  const found = /^linux-(\d+)\.(\d+)/.exec(policy);
  if (!found) return false;
  const [, a, b] = found.map(Number);
  return (a ?? 0) > major || (a === major && (b ?? 0) >= minor);
}

/** The files of a process that this kernel has; none on systems without Linux's /proc. */
export function filesOf(policy: PolicyId): ProcFile[] {
  if (!policy.startsWith('linux-')) return [];
  const files: ProcFile[] = ['status', 'maps'];
  if (isLinuxFrom(policy, 2, 6)) files.push('oom_score');
  // fs/proc/task_mmu.c has smaps_rollup since 4.14.
  if (isLinuxFrom(policy, 4, 14)) files.push('smaps_rollup');
  return files;
}

/** What the panel can show: the system's memory report, its messages, and the files of each process. */
export type Sight = { kind: 'memory' } | { kind: 'messages' } | { kind: 'file'; pid: number; file: ProcFile };

/** Where the kernel's messages are read on such a system. */
export const messagesName = (policy: PolicyId): string => {
  if (policy.startsWith('linux-') || policy.endsWith('bsd')) return 'dmesg';
  if (policy.startsWith('solaris')) return '/var/adm/messages';
  return policy.startsWith('aix') ? 'errpt -a' : 'event log';
};

const UPTIME_AT_BOOT_SECONDS = 60;

/** Newest last. Linux since 2.6 stamps its lines with seconds since boot. SPEC [KRN-8] */
function messages(policy: PolicyId, reports: readonly KernelReport[]): string {
  const stamp = ({ tick }: KernelReport) =>
    isLinuxFrom(policy, 2, 6) ? `[${(UPTIME_AT_BOOT_SECONDS + tick).toFixed(6).padStart(12)}] ` : '';
  return reports.flatMap((report) => report.lines.map((line) => stamp(report) + line)).join('\n');
}

/** The text of a sight, and the file or command that shows it on a real system. */
export function look(
  sight: Sight,
  machine: Machine,
  reports: readonly KernelReport[],
): { source: string; text: string } {
  const { policy } = machine.spec;
  if (sight.kind === 'memory') return memoryText(machine);
  if (sight.kind === 'messages') return { source: messagesName(policy), text: messages(policy, reports) };
  return { source: `/proc/${sight.pid}/${sight.file}`, text: procFile(machine, sight.pid, sight.file) };
}
