import { type Lab, MIB_IN_KB } from '../lab.ts';
import { NEVER, SOLARIS } from '../variants.ts';
import { explanation, predicted, tookPart } from './items.ts';

export const vforkThenPosixSpawn: Lab = {
  number: 10,
  slug: 'vfork-then-posix-spawn',
  title: 'vfork, then posix_spawn',
  claim: 'Solaris used vfork in place of fork, which is not MT-safe; Solaris 10 uses posix_spawn.',
  idea: 'A system that never overcommits needs another way to start a small program from a big one. vfork lends the child the parent’s memory and copies nothing; the parent sleeps until the child execs or exits. But the child runs in borrowed memory, and a lock in there may belong to a thread that has been stopped. Then the child waits for a lock, the parent for the child, and the lock’s owner for the parent. posix_spawn does both steps in one call. Its child borrows the parent’s memory too, but only until the exec, and takes no lock in it.',
  whatYouWillSee: [
    'fork of a process that fills more than half of what can be reserved: refused. vfork of the same: nothing is reserved, and it succeeds.',
    'A second thread holds a lock; the vfork child asks for it. The machine reports a deadlock, and no thread in it can move.',
    'The same with posix_spawn: no lock is taken in the borrowed memory, nothing hangs, and only the new program is charged.',
  ],
  finerTruth:
    'On Solaris vfork stops all other threads of the parent; on Linux only the caller, so there the lock’s owner may still let go, but it and the child race for the same memory meanwhile. posix_spawn is a vfork inside the C library: on illumos it stops the other threads as well, until the exec, but its child calls nothing that could need a lock. It is not free of charge: under strict accounting the new program must fit.',
  steps: [
    {
      who: 'anyone',
      text: 'Start an editor that fills more than half of what can be reserved. Ask it for a child: first by fork, then by vfork.',
      lines: ['spawn editor', 'mmap editor text 110M rw private', 'fork editor ls', 'vfork editor ls'],
    },
    { who: 'anyone', text: 'Let the child exec and end. The editor goes on.', lines: ['exec ls', 'exit ls 0'] },
    {
      who: 'anyone',
      text: 'Give the editor a second thread, which takes a lock. Predict: what happens if a vfork child asks for the same lock?',
      lines: ['thread editor saver', 'lock editor.saver heap'],
    },
    {
      who: 'anyone',
      text: 'Find out. Then try to get out of it: let the saver unlock, let the editor do anything at all.',
      lines: ['vfork editor fmt', 'lock fmt heap', 'unlock editor.saver heap', 'touch editor text 0 4K w'],
    },
    {
      who: 'anyone',
      text: 'Read the cycle in the shell’s answer to “lock fmt heap”: who waits for whom? Somebody from outside must end it.',
      lines: ['kill fmt 9'],
    },
    {
      who: 'anyone',
      text: 'Now with posix_spawn. The saver holds its lock as before.',
      lines: ['posix_spawn editor fmt', 'lock fmt heap', 'exit fmt 0', 'unlock editor.saver heap'],
    },
    {
      who: 'anyone',
      text: 'Start again under Linux with overcommit 2, and find the two answers in the fourth step that differ.',
    },
  ],
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
  story: [
    { hand: 'ana', line: 'spawn editor' },
    { hand: 'ana', line: 'mmap editor text 110M rw private' },
    { hand: 'ana', line: 'fork editor ls' },
    { hand: 'ana', line: 'vfork editor ls' },
    { hand: 'ana', line: 'exec ls' },
    { hand: 'ana', line: 'exit ls 0' },
    { hand: 'ana', line: 'thread editor saver' },
    { hand: 'ana', line: 'lock editor.saver heap' },
    { hand: 'ana', line: 'vfork editor fmt' },
    { hand: 'ana', line: 'lock fmt heap' },
    { hand: 'ana', line: 'unlock editor.saver heap' },
    { hand: 'ana', line: 'touch editor text 0 4K w' },
    { hand: 'ana', line: 'kill fmt 9' },
    { hand: 'ana', line: 'posix_spawn editor fmt' },
    { hand: 'ana', line: 'lock fmt heap' },
    { hand: 'ana', line: 'exit fmt 0' },
  ],
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
      outcome: {
        by: 'entries.filter(e, e.verb == "lock" && forks.exists(f, f.verb == "vfork" && f.ok && f.child == e.process && f.seq < e.seq))',
        choices: {
          'it gets the lock': 'entries.exists(e, e.seq == at && e.ok && e.waits == "")',
          'it is refused with EDEADLK': 'entries.exists(e, e.seq == at && e.result == "EDEADLK")',
          'child, parent and thread all hang': 'entries.exists(e, e.seq == at && e.waits == "deadlock")',
          'it waits until the thread lets go': 'entries.exists(e, e.seq == at && e.waits == "lock")',
          'somebody is killed': 'kills.exists(k, k.seq == at)',
        },
      },
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'Draw the cycle of waits in words, and say which step posix_spawn leaves out.',
    },
  ],
  rubric: {
    items: [
      {
        kind: 'automatic',
        id: 'vfork-where-fork-fails',
        title: 'A vfork succeeded where a fork had been refused',
        scope: 'group',
        outOf: 200,
        earned:
          'forks.exists(f, f.verb == "fork" && f.errno == "ENOMEM") && forks.exists(f, f.verb == "vfork" && f.ok)',
        evidence: 'forks.filter(f, f.verb == "fork" && !f.ok || f.verb == "vfork" && f.ok)',
        whenNot: 'Either no fork was refused with ENOMEM, or no vfork succeeded.',
      },
      {
        kind: 'automatic',
        id: 'spawned',
        title: 'posix_spawn started a program',
        scope: 'group',
        outOf: 100,
        earned: 'forks.exists(f, f.verb == "posix_spawn" && f.ok)',
        evidence: 'forks.filter(f, f.verb == "posix_spawn" && f.ok)',
        whenNot: 'No posix_spawn succeeded on this machine.',
      },
      tookPart(3, 100),
      predicted('hang', 'Predicted what the lock does to the vfork child', 100),
      explanation(
        'Names the cycle, and what posix_spawn leaves out',
        500,
        'Full points: all three waits in order, that Solaris stops the other threads, and that posix_spawn’s child takes no lock in the memory it borrows. Half: says “deadlock” without the cycle.',
      ),
    ],
  },
};
