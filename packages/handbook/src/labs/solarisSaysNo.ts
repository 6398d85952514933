import { type Lab, type LabStep, MIB_IN_KB } from '../lab.ts';
import { storyOf } from '../play.ts';
import { GUESS, SOLARIS } from '../variants.ts';

const STEPS: LabStep[] = [
  {
    id: 'reserve',
    who: 'anyone',
    say: 'Start a process with 110 MiB, untouched.',
    lines: ['spawn db', 'mmap db pool 110M rw private'],
    look: '/proc shows “swap -s”: reserved has grown, used has not.',
  },
  { id: 'predict', who: 'anyone', say: 'Stop. Next the process forks. Predict.', ask: 'fork' },
  {
    id: 'fork',
    who: 'anyone',
    say: 'Fork it.',
    lines: ['fork db bgsave'],
    look: 'If there is a card under “Why”: asked, available, kept back.',
  },
  {
    id: 'touch',
    who: 'anyone',
    say: 'Touch everything.',
    lines: ['touch db pool 0 110M w'],
    look: 'Is more reserved now than before?',
  },
  {
    id: 'give-back',
    who: 'anyone',
    say: 'Give 70 MiB back, and fork again.',
    lines: ['munmap db pool 40M 70M', 'fork db second'],
    look: 'Only the sum decides.',
  },
  { id: 'again', who: 'anyone', say: 'Send the same lines under Linux. Which answer differs first?', again: [GUESS] },
];

export const solarisSaysNo: Lab = {
  number: 9,
  slug: 'solaris-says-no',
  title: 'Solaris says no',
  plainTitle: 'A fork under Solaris',
  claim: 'Solaris never overcommits.',
  idea: 'Every page that could ever be written is reserved when it is asked for: on disk swap first, then in RAM, and part of RAM is never lent out. If the reservation does not fit, the call fails then and there: mmap with EAGAIN, fork with ENOMEM, “Not enough space”. A process that holds a reservation can always use it, so no victim is ever chosen.',
  whatYouWillSee: [
    'Reservations grow at mmap and fork, not at touch.',
    'The fork of a process of 110 MiB on a 256 MiB machine without swap: refused.',
    'swap -s before and after: allocated, reserved, used, available.',
    'The same fork after 70 MiB were given back: granted. Only the sum decides.',
  ],
  finerTruth:
    'Three doors are open: a MAP_NORESERVE mapping reserves page by page and may meet SIGBUS, a stack that cannot grow ends in SIGSEGV, and an exec refused after the old image is gone ends its process. What a failing reservation waits differs: four seconds in the illumos tree that this follows (bb936843191c, December 2023), one second in a tree of 2013. And an ordinary user is refused a little earlier than “swap -s” suggests: part of it is kept for root.',
  steps: STEPS,
  questions: [
    'An administrator adds swap, and the first fork would have been granted, although nobody ever writes to it. What is that swap for?',
    'mmap fails with EAGAIN, fork with ENOMEM. What should a program do in either case?',
    'How much RAM is never lent out on this machine, and who may use the last part?',
  ],
  minutes: 25,
  people: { from: 1, to: 4 },
  needs: ['solaris-10', 'linux-6.1'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 0, seed: 9 },
  variants: [SOLARIS, GUESS],
  script: [],
  story: storyOf(STEPS),
  prompts: [
    {
      id: 'fork',
      kind: 'prediction',
      text: 'More than 100 MiB are free. What does the first fork answer under {kernel}?',
      choices: ['ok', 'ENOMEM', 'EAGAIN', 'db is killed'],
    },
    { id: 'why', kind: 'explanation', text: 'What does Solaris give up, and what does it get for it?' },
  ],
};
