/** What can be asked of a machine: one verb of the lab script language each, parsed. Sizes are bytes as asked. */

export type Prot = { read: boolean; write: boolean; exec: boolean };
export type MapFlags = {
  kind: 'private' | 'shared';
  noreserve: boolean;
  populate: boolean;
  locked: boolean;
};
export type Advice = 'dontneed' | 'free' | 'dontfork' | 'dofork' | 'wipeonfork' | 'pageout';
export type RlimitName = 'as' | 'data' | 'stack' | 'memlock' | 'nproc';
export type ProgramName =
  | 'leak'
  | 'cache'
  | 'db'
  | 'bgsave'
  | 'shell'
  | 'forkbomb'
  | 'browser'
  | 'build'
  | 'idle'
  | 'loop';

export type Command =
  | { verb: 'spawn'; name: string; uid?: number }
  | { verb: 'fork'; parent: string; child: string }
  | { verb: 'vfork'; parent: string; child: string }
  | { verb: 'posix_spawn'; parent: string; child: string }
  | { verb: 'exec'; process: string; image?: string }
  | { verb: 'exit'; process: string; code: number }
  | { verb: 'wait'; process: string }
  | { verb: 'thread'; process: string; thread: string }
  | { verb: 'lock'; process: string; thread?: string; lock: string }
  | { verb: 'unlock'; process: string; thread?: string; lock: string }
  | { verb: 'mmap'; process: string; region: string; bytes: number; prot: Prot; flags: MapFlags }
  | { verb: 'munmap'; process: string; region: string; offset?: number; length?: number }
  | { verb: 'mprotect'; process: string; region: string; prot: Prot }
  | { verb: 'mremap'; process: string; region: string; bytes: number }
  | { verb: 'brk'; process: string; bytes: number; direction: '+' | '-' }
  | { verb: 'touch'; process: string; region: string; offset: number; length?: number; access: 'r' | 'w' }
  | { verb: 'madvise'; process: string; region: string; advice: Advice; offset?: number; length?: number }
  | { verb: 'mlock'; process: string; region: string }
  | { verb: 'rlimit'; process: string; what: RlimitName; value: number }
  | { verb: 'oom_score_adj'; process: string; value: number }
  | { verb: 'oom_adj'; process: string; value: number }
  | { verb: 'nice'; process: string; value: number }
  | { verb: 'cap'; process: string; capability: string; isAdded: boolean }
  | { verb: 'protect'; process: string; isOn: boolean }
  | { verb: 'sigdanger'; process: string; action: 'ignore' | 'exit' | 'release' }
  | { verb: 'psalloc'; process: string; mode: 'early' | 'late' }
  | { verb: 'kill'; process: string; signal: number }
  | { verb: 'sysctl'; name: string; value: string }
  | { verb: 'swapon'; bytes: number }
  | { verb: 'swapoff' }
  | { verb: 'cgroup'; group: string }
  | { verb: 'cgset'; group: string; file: string; value: string }
  | { verb: 'cgjoin'; process: string; group: string }
  | {
      verb: 'run';
      process: string;
      program: ProgramName;
      args: Record<string, string>;
      body?: Command[];
      repeat?: number;
    }
  | { verb: 'stop'; process: string }
  | { verb: 'tick'; count: number }
  /** Made by the platform when a person takes a seat on the machine; never typed. */
  | { verb: 'seat'; actor: string; uid: number; role: SeatRole }
  /** Made by the platform: pause, resume, speed. An entry, because all members see it. */
  | { verb: 'clock'; action: 'pause' | 'resume' | 'speed'; ticksPerSecond?: number }
  | PredictionCommand;

/** Made by the platform: a question to all members of the machine; the answers are sealed until they are revealed. SPEC/platform.md */
export type PredictionCommand =
  | {
      verb: 'ask';
      /** Names this one asking; new each time. */
      prompt: string;
      /** What it is about for a rubric: the id of a lab's prompt, or `next`. */
      topic: string;
      /** `victim`: who dies next, which the log itself decides. */
      about: 'victim' | 'other';
      question: string;
      choices: string[];
      /** The lab itself closes and reveals it, by SPEC [PRD-8]; absent = the member of staff who asked it does. */
      keeper?: 'lab';
    }
  /** `seal`: hex SHA-256 of salt ‖ answer. */
  | { verb: 'seal'; prompt: string; seal: string }
  /** `away`: those whose answer a member does not wait for. */
  | { verb: 'close'; prompt: string; away?: string[] }
  /** `right`: the right choice according to the asker; `decidedAt`: the entry that decided it. */
  | { verb: 'reveal'; prompt: string; answers: OpenedAnswer[]; right?: string; decidedAt?: number };

/** `salt`: 32 hex digits. */
export type OpenedAnswer = { actor: string; answer: string; salt: string };

export type SeatRole = 'student' | 'staff';
export type Verb = Command['verb'];
/** Verbs of the platform, which are not typed. */
export type PlatformVerb = 'seat' | 'clock' | PredictionCommand['verb'];
