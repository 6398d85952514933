import { type Lab, MIB_IN_KB } from '../lab.ts';
import { NEVER, SOLARIS } from '../variants.ts';
import { explanation, tookPart } from './items.ts';

export const vforkThenPosixSpawn: Lab = {
  number: 10,
  slug: 'vfork-then-posix-spawn',
  title: 'vfork, then posix_spawn',
  claim: 'Solaris used vfork in place of fork, which is not MT-safe; Solaris 10 uses posix_spawn.',
  idea: 'A system that never overcommits needs another way to start a small program from a big one. vfork lends the child the parent’s memory and copies nothing; the parent sleeps until the child execs or exits. But the child runs in borrowed memory, and a lock in there may belong to a thread that has been stopped. Then the child waits for a lock, the parent for the child, and the lock’s owner for the parent. posix_spawn does both steps in one call and takes no lock.',
  whatYouWillSee: [
    'vfork of a process that is too big to fork: nothing is reserved, and it succeeds.',
    'A second thread holds a lock; the vfork child asks for it. The machine reports a deadlock, and both hang.',
    'The same with posix_spawn: no lock, no hang, and only the new image is charged.',
  ],
  finerTruth:
    'On Solaris all other threads of the parent are stopped as well; on Linux only the caller is, so there the lock may still be released, but the child and the other threads race for the same memory. posix_spawn is not free of charge: under strict accounting the new image must fit.',
  steps: [
    { who: 'anyone', text: 'Start a process that fills more than half of what can be reserved. Try fork, then vfork.' },
    { who: 'anyone', text: 'Give it a second thread that takes a lock. vfork, and let the child take the same lock.' },
    { who: 'anyone', text: 'Read the cycle on the card: who waits for whom?' },
    { who: 'anyone', text: 'Start again and use posix_spawn.' },
  ],
  questions: [
    'Which of the three could break the cycle from outside, and how?',
    'Why may a vfork child not return from the function that called vfork?',
    'Which lock does a program hold without knowing it?',
  ],
  minutes: 25,
  people: { from: 1, to: 4 },
  needs: { kernels: ['solaris-10'], features: ['threads'] },
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 0, seed: 10 },
  variants: [SOLARIS, NEVER],
  script: [],
  story: [],
  prompts: [
    {
      id: 'hang',
      kind: 'prediction',
      text: 'The child asks for the lock. What happens?',
      choices: ['it gets it', 'EDEADLK', 'both hang', 'the parent is killed'],
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'Draw the cycle of waits in words, and say which step posix_spawn leaves out.',
    },
  ],
  rubric: { items: [tookPart(4, 300), explanation('Names the cycle, and what posix_spawn leaves out', 700)] },
};
