import { type Lab, type LabStep, MIB_IN_KB } from '../lab.ts';
import { storyOf } from '../play.ts';
import { NEVER, SOLARIS } from '../variants.ts';

const STEPS: LabStep[] = [
  {
    id: 'two-ways',
    who: 'anyone',
    say: 'Start an editor that fills more than half of what can be reserved. Ask it for a child: first by fork, then by vfork.',
    lines: ['spawn editor', 'mmap editor text 110M rw private', 'fork editor ls', 'vfork editor ls'],
    look: 'Two calls, two answers. What did vfork reserve?',
  },
  {
    id: 'exec',
    who: 'anyone',
    say: 'Let the child exec and end.',
    lines: ['exec ls', 'exit ls 0'],
    look: 'The editor goes on.',
  },
  {
    id: 'thread',
    who: 'anyone',
    say: 'Give the editor a second thread, which takes a lock.',
    lines: ['thread editor saver', 'lock editor.saver heap'],
  },
  {
    id: 'predict',
    who: 'anyone',
    say: 'Stop. Next a vfork child asks for the same lock. Predict.',
    ask: 'hang',
  },
  {
    id: 'lock',
    who: 'anyone',
    say: 'Find out. Then try to get out of it: let the saver unlock, let the editor do anything at all.',
    lines: ['vfork editor fmt', 'lock fmt heap', 'unlock editor.saver heap', 'touch editor text 0 4K w'],
    look: 'The shell’s answer to “lock fmt heap”: who waits for whom?',
  },
  {
    id: 'kill',
    who: 'anyone',
    say: 'Somebody from outside must end it.',
    lines: ['kill fmt 9'],
    look: 'What does the editor do now?',
  },
  {
    id: 'spawn',
    who: 'anyone',
    say: 'Now with posix_spawn. The saver holds its lock as before.',
    lines: ['posix_spawn editor fmt', 'lock fmt heap', 'exit fmt 0', 'unlock editor.saver heap'],
    look: 'The child takes the lock of that name in its own memory. Nothing hangs.',
  },
  {
    id: 'again',
    who: 'anyone',
    say: 'Send the same lines under Linux with overcommit 2. Which answers differ?',
    again: [NEVER],
  },
];

export const vforkThenPosixSpawn: Lab = {
  number: 10,
  slug: 'vfork-then-posix-spawn',
  title: 'vfork, then posix_spawn',
  plainTitle: 'vfork, then posix_spawn',
  claim: 'Solaris used vfork in place of fork, which is not MT-safe; Solaris 10 uses posix_spawn.',
  idea: 'A system that never overcommits needs another way to start a small program from a big one. vfork lends the child the parent’s memory and copies nothing; the parent sleeps until the child execs or exits. But the child runs in borrowed memory, and a lock in there may belong to a thread that has been stopped. Then the child waits for a lock, the parent for the child, and the lock’s owner for the parent. posix_spawn does both steps in one call. Its child borrows the parent’s memory too, but only until the exec, and takes no lock in it.',
  whatYouWillSee: [
    'fork of a process that fills more than half of what can be reserved: refused. vfork of the same: nothing is reserved, and it succeeds.',
    'A second thread holds a lock; the vfork child asks for it. The machine reports a deadlock, and no thread in it can move.',
    'The same with posix_spawn: no lock is taken in the borrowed memory, nothing hangs, and only the new program is charged.',
  ],
  finerTruth:
    'On Solaris vfork stops all other threads of the parent; on Linux only the caller, so there the lock’s owner may still let go, but it and the child race for the same memory meanwhile. posix_spawn is a vfork inside the C library: on illumos it stops the other threads as well, until the exec, but its child calls nothing that could need a lock. It is not free of charge: under strict accounting the new program must fit.',
  steps: STEPS,
  questions: [
    'Which of the three could break the cycle from outside, and how?',
    'Why may a vfork child not return from the function that called vfork?',
    'Which lock does nearly every program take without knowing it? (Think of malloc.)',
  ],
  minutes: 25,
  people: { from: 1, to: 4 },
  needs: ['solaris-10'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 0, seed: 10 },
  variants: [SOLARIS, NEVER],
  script: [],
  story: storyOf(STEPS),
  prompts: [
    {
      id: 'hang',
      kind: 'prediction',
      text: 'A vfork child asks for a lock that another thread of its parent holds. What happens under {kernel}?',
      choices: [
        'it gets the lock',
        'it is refused with EDEADLK',
        'child, parent and thread all hang',
        'it waits until the thread lets go',
        'somebody is killed',
      ],
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'Draw the cycle of waits in words, and say which step posix_spawn leaves out.',
    },
  ],
};
