import { type Machine, memoryText, type PolicyId, type ProcFile, policyInfo, procFile } from '@overcommit/engine';
import type { KernelReport } from '@overcommit/reading';

/** The files of a process that this kernel has; none on systems without Linux's /proc. */
export const filesOf = (policy: PolicyId): readonly ProcFile[] => policyInfo(policy).system.files;

/** What the panel can show: the system's memory report, its messages, and the files of each process. */
export type Sight = { kind: 'memory' } | { kind: 'messages' } | { kind: 'file'; pid: number; file: ProcFile };

/** Where the kernel's messages are read on such a system. */
export const messagesName = (policy: PolicyId): string => policyInfo(policy).system.messages;

const UPTIME_AT_BOOT_SECONDS = 60;

/** Newest last. Linux since 2.6 stamps its lines with seconds since boot. SPEC [KRN-8] */
function messages(policy: PolicyId, reports: readonly KernelReport[]): string {
  const stamp = ({ tick }: KernelReport) =>
    policyInfo(policy).system.stampsMessages ? `[${(UPTIME_AT_BOOT_SECONDS + tick).toFixed(6).padStart(12)}] ` : '';
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
