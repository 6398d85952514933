/** One word of the handbook. `area` groups the page; `see` are other terms. */
export type GlossaryTerm = {
  term: string;
  area: 'memory' | 'kernels' | 'the log' | 'teaching';
  meaning: string;
  see?: string[];
};

export const GLOSSARY: readonly GlossaryTerm[] = [
  {
    term: 'overcommit',
    area: 'memory',
    meaning: 'Granting more memory than there is RAM and swap, in the hope that not all of it will be used.',
    see: ['commit charge', 'guess, always, never'],
  },
  {
    term: 'page',
    area: 'memory',
    meaning:
      'The piece in which a kernel deals out memory: 4 KiB here, 256 of them to a MiB. A process needs a page of RAM when it first touches it, not when it asks for it.',
    see: ['overcommit', 'swap'],
  },
  {
    term: 'swap',
    area: 'memory',
    meaning:
      'Room on disk for pages that do not fit into RAM. It is slow, and puts a kill off. It does not rule one out: a control group’s limit, locked pages and AIX’s npskill can kill while some is left. AIX calls it paging space, Windows page file.',
    see: ['swap slot', 'reclaim'],
  },
  {
    term: 'VMA',
    area: 'memory',
    meaning:
      'A virtual memory area: one stretch of a process’s address space with one set of rights, such as a heap or a mapping.',
  },
  {
    term: 'VPN and PFN',
    area: 'memory',
    meaning:
      'Virtual page number and page frame number: a page as a process counts it, and as the RAM counts it. A page is 4 KiB here.',
  },
  {
    term: 'run',
    area: 'memory',
    meaning: 'Neighbouring pages in the same state, kept as one record. Costs grow with runs, not with pages.',
  },
  {
    term: 'VSZ',
    area: 'memory',
    meaning: 'Virtual size: everything a process has mapped, touched or not.',
    see: ['RSS', 'PSS', 'USS'],
  },
  {
    term: 'RSS',
    area: 'memory',
    meaning: 'Resident set size: the pages of a process that are in RAM. Shared pages count in full for each process.',
  },
  {
    term: 'PSS',
    area: 'memory',
    meaning:
      'Proportional set size: like RSS, but a page shared by n processes counts as 1/n. The PSS of all processes add up.',
  },
  {
    term: 'USS',
    area: 'memory',
    meaning: 'Unique set size: resident pages that no other process maps. What would come free if the process ended.',
  },
  {
    term: 'commit charge',
    area: 'memory',
    meaning: 'What has been promised: every page that its owner might still write to. Committed_AS in /proc/meminfo.',
    see: ['commit limit'],
  },
  {
    term: 'commit limit',
    area: 'memory',
    meaning: 'How much may be promised. Linux shows it since 2.6.10, and enforces it only in mode 2.',
  },
  {
    term: 'guess, always, never',
    area: 'kernels',
    meaning:
      'The three modes of vm/overcommit_memory on Linux: 0 guesses, 1 refuses nothing, 2 refuses what goes over the commit limit. Since 5.2 the guess refuses only one request larger than all RAM and swap; before, it looked at what was free. Mode 2 came with 2.6.0.',
  },
  {
    term: 'COW',
    area: 'memory',
    meaning:
      'Copy-on-write: after a fork both processes map the same frames, and a frame is copied only when one of them writes.',
  },
  {
    term: 'zero page',
    area: 'memory',
    meaning:
      'One frame full of zeros that every untouched page reads from. Reading takes no frame of its own; the first write does.',
  },
  {
    term: 'watermark',
    area: 'memory',
    meaning:
      'A level of free RAM at which the kernel begins to reclaim (low), stops (high), or keeps the rest for emergencies (min).',
  },
  {
    term: 'reclaim',
    area: 'memory',
    meaning: 'Getting RAM back without killing: dropping file pages that can be read again, and moving others to swap.',
  },
  {
    term: 'active and inactive',
    area: 'memory',
    meaning: 'Two lists of pages, by how recently they were used. Reclaim takes from the inactive one.',
  },
  { term: 'swap slot', area: 'memory', meaning: 'A page-sized place on the swap device.' },
  {
    term: 'OOM killer',
    area: 'kernels',
    meaning:
      'The part of a kernel that kills a process when a page is needed and nothing can be reclaimed. Linux, FreeBSD and AIX have one, each with its own rule.',
    see: ['badness', 'victim'],
  },
  {
    term: 'badness',
    area: 'kernels',
    meaning: 'The number by which a killer compares candidates. What it is made of differs from kernel to kernel.',
  },
  {
    term: 'scoring rule',
    area: 'kernels',
    meaning:
      'A formula of the class’s own in the place of a kernel’s: an expression that comes to a number for each process. The highest number dies. Lab 5.',
    see: ['badness'],
  },
  {
    term: 'points',
    area: 'kernels',
    meaning:
      'What a killer’s list is ordered by: the candidate with the most dies. On Linux they are thousandths of RAM and swap from 2.6.36 to 3.4, and pages from 3.5 on: what is held, and what oom_score_adj adds or takes away. Other kernels count otherwise.',
    see: ['badness', 'oom_score_adj'],
  },
  {
    term: 'control group',
    area: 'kernels',
    meaning:
      'Processes with a common limit, memory.max. When they reach it the killer looks among them only, however much RAM the machine still has.',
    see: ['OOM killer'],
  },
  {
    term: 'RLIMIT',
    area: 'kernels',
    meaning:
      'A limit of one process: AS for all that it maps, DATA for what it may write of that, MEMLOCK for what it locks, NPROC for how many processes its owner may have. Set with the shell’s rlimit (ulimit on a real machine).',
  },
  {
    term: 'ENOMEM and EAGAIN',
    area: 'kernels',
    meaning:
      'What a call answers in place of memory: ENOMEM, there is not enough; EAGAIN, not now. The process lives on and can do with less, if its author thought of it.',
    see: ['strict accounting', 'RLIMIT'],
  },
  { term: 'victim', area: 'kernels', meaning: 'The process chosen. It need not be the one that asked.' },
  {
    term: 'margin',
    area: 'kernels',
    meaning: 'How many pages less the victim would have had to hold for the next candidate to die instead.',
  },
  {
    term: 'oom_score_adj',
    area: 'kernels',
    meaning:
      'From −1000 to 1000, on Linux since 2.6.36: moves a process up or down the killer’s list. −1000 keeps it from being chosen; it still dies with a victim whose memory it shares.',
  },
  {
    term: 'strict accounting',
    area: 'kernels',
    meaning:
      'Promising only what can be kept: Solaris always, Linux in mode 2 nearly. What does not fit is refused when it is asked for. Under mode 2 the killer can still strike, for the kernel’s own memory is not in the count.',
  },
  {
    term: 'SIGDANGER',
    area: 'kernels',
    meaning: 'The signal by which AIX warns every process that paging space runs short.',
  },
  {
    term: 'tick',
    area: 'the log',
    meaning: 'The machine’s own unit of time. Programs act once a tick; there are no seconds on the machine.',
  },
  {
    term: 'entry',
    area: 'the log',
    meaning: 'One row of the log: one command and the facts that came of it. Numbered from 1 without gaps.',
  },
  {
    term: 'fact',
    area: 'the log',
    meaning: 'Something that happened on the machine, with every number that a reader needs. Never edited.',
  },
  {
    term: 'fold',
    area: 'the log',
    meaning:
      'Going through the entries in order and applying their facts. Live screen, replay and grading all do the same fold.',
  },
  {
    term: 'rejection',
    area: 'the log',
    meaning: 'A command that never reached the kernel, such as a line with a typing error. It leaves no entry.',
  },
  {
    term: 'digest',
    area: 'the log',
    meaning: 'A fingerprint of the whole machine. Equal logs give equal digests, on every computer.',
  },
  {
    term: 'variation',
    area: 'the log',
    meaning: 'The same commands, executed again under another kernel from some entry on.',
  },
  {
    term: 'machine',
    area: 'teaching',
    meaning: 'One shared simulated computer and its log. A group works on it together.',
  },
  { term: 'lab', area: 'teaching', meaning: 'A template: handout, machine, starting script, prompts and rubric.' },
  { term: 'assignment', area: 'teaching', meaning: 'A lab given to a course, with dates and a rubric.' },
  { term: 'prediction', area: 'teaching', meaning: 'An answer given before the event and revealed after it.' },
  {
    term: 'rubric',
    area: 'teaching',
    meaning:
      'The list of items by which a log is graded. Automatic items are decided by the log; manual ones by a person.',
  },
  { term: 'evidence', area: 'teaching', meaning: 'The entries that earned or lost the points of an item.' },
];
