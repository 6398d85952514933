/** How a system looks from outside: its words, its files, and what can be tried in its place. SPEC [KRN-16] */
import type { PolicyId } from './ids.ts';

/** The default for a new machine, and the kernel whose modes "every kernel" goes through. */
export const TODAY = 'linux-6.1' satisfies PolicyId;

/** A file of a process in /proc. */
export type ProcFile = 'status' | 'smaps_rollup' | 'oom_score' | 'maps';

/** What would promise only what there is: another kernel, or a tunable at birth, unless it has one of `isSetIf` already. */
export type StrictWay =
  | { kind: 'kernel'; policy: PolicyId; label: string }
  | { kind: 'setting'; name: string; value: number; isSet: (mode: number) => boolean };

export type System = {
  /** Where the kernel's messages are read. */
  messages: string;
  /** Lines of the log begin with seconds since boot. */
  stampsMessages: boolean;
  /** The memory report that the system itself gives; `counts`: none that is known here. */
  memoryReport: 'meminfo' | 'swap -s' | 'lsps -s' | 'counts';
  /** The files of a process that there are. */
  files: readonly ProcFile[];
  swapWord: 'swap' | 'paging space' | 'page file';
  /** Its killer has a name of its own. */
  hasOomKiller: boolean;
  /** What perror(3) prints, by errno; empty where the words are not known here. */
  perror: Readonly<Record<string, string>>;
  /** It has vm/overcommit_memory, and so a mode that grants anything. */
  hasOvercommitModes: boolean;
  /** swapoff brings every page back; else it refuses while swap is in use. */
  emptiesSwap: boolean;
  strictWay: StrictWay | null;
  /** Another kernel that would rather refuse than kill. */
  strictPeer: { policy: PolicyId; label: string } | null;
};

export const PERROR = { ENOMEM: 'Cannot allocate memory', EAGAIN: 'Resource temporarily unavailable' };

/** What most systems share. */
export const PLAIN_SYSTEM: System = {
  messages: 'dmesg',
  stampsMessages: false,
  memoryReport: 'counts',
  files: [],
  swapWord: 'swap',
  hasOomKiller: false,
  perror: {},
  hasOvercommitModes: false,
  emptiesSwap: false,
  strictWay: null,
  strictPeer: { policy: 'solaris-10', label: 'Solaris' },
};
