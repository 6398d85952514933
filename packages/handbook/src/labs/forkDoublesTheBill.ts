import { type Lab, type LabStep, MIB_IN_KB } from '../lab.ts';
import { storyOf } from '../play.ts';
import { GUESS, SOLARIS } from '../variants.ts';

const STEPS: LabStep[] = [
  {
    id: 'fill',
    who: 'anyone',
    say: 'Start a process and let it fill 40 MiB.',
    lines: ['spawn shop', 'mmap shop stock 40M rw private', 'touch shop stock 0 40M w'],
    look: 'Both bars of the gauge: what is promised, and what is used.',
  },
  { id: 'predict', who: 'anyone', say: 'Stop. Next the process forks. Predict, each for yourself.', ask: 'used' },
  {
    id: 'fork',
    who: 'anyone',
    say: 'Fork it.',
    lines: ['fork shop branch'],
    look: 'Which bar moved, and by how much? Compare it with the size of the process.',
  },
  {
    id: 'write',
    who: 'anyone',
    say: 'Let the child write 10 MiB.',
    lines: ['touch branch stock 0 10M w'],
    look: 'The used bar follows the promise. In the frame map each page that was written is now two frames.',
  },
  {
    id: 'exit',
    who: 'anyone',
    say: 'Let the child go.',
    lines: ['exit branch 0'],
    look: 'Both bars fall.',
  },
  {
    id: 'again',
    who: 'anyone',
    say: 'Send the same lines under Solaris. Does it answer one of them differently?',
    again: [SOLARIS],
  },
];

export const forkDoublesTheBill: Lab = {
  number: 1,
  slug: 'fork-doubles-the-bill',
  title: 'Fork doubles the bill',
  plainTitle: 'What a fork costs',
  claim: 'fork copies the address space, so it asks for twice the parent’s memory.',
  idea: 'After fork there are two processes, and each may write to every private page it sees. The kernel copies nothing yet: both map the same frames, marked copy-on-write. But it has now promised the parent’s writable memory twice.',
  whatYouWillSee: [
    'The promised bar jumps by the whole writable size of the parent at the fork.',
    'The used bar does not move, apart from a few page tables.',
    'In the frame map the shared frames have a corner cut off: one frame, two processes.',
    'One write by the child turns one shared frame into two whole ones.',
  ],
  finerTruth:
    'Only writable private memory is charged again. Shared mappings and program text are not: nobody will ever need a second copy of them.',
  steps: STEPS,
  questions: [
    'The promise grew by a little more than 40 MiB. Where do the rest of the kilobytes come from?',
    'The child writes the same 10 MiB again. What does that cost, and why?',
    'Map 40 MiB with “shared” instead of “private”, then fork. Which bar moves now?',
  ],
  minutes: 15,
  people: { from: 1, to: 4 },
  needs: ['linux-6.1'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 0, seed: 1 },
  variants: [GUESS, SOLARIS],
  script: [],
  story: storyOf(STEPS),
  prompts: [
    {
      id: 'used',
      kind: 'prediction',
      text: 'By how much does used memory grow at the fork?',
      choices: ['not at all, or by a few kB', 'about 20 MiB', 'about 40 MiB', 'about 80 MiB'],
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'What did the kernel promise at the fork that it did not have to pay for yet?',
    },
  ],
};
