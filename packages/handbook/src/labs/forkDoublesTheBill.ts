import { type Lab, MIB_IN_KB } from '../lab.ts';
import { GUESS, SOLARIS } from '../variants.ts';
import { explanation, predicted, tookPart } from './items.ts';

export const forkDoublesTheBill: Lab = {
  number: 1,
  slug: 'fork-doubles-the-bill',
  title: 'Fork doubles the bill',
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
  steps: [
    {
      who: 'anyone',
      text: 'Start a process and let it fill 40 MiB.',
      lines: ['spawn shop', 'mmap shop stock 40M rw private', 'touch shop stock 0 40M w'],
    },
    { who: 'anyone', text: 'Note both bars of the commit gauge. Then fork.', lines: ['fork shop branch'] },
    { who: 'anyone', text: 'Which bar moved, and by how much? Compare with the size of the process.' },
    {
      who: 'anyone',
      text: 'Let the child write 10 MiB, and watch the used bar follow the promise.',
      lines: ['touch branch stock 0 10M w'],
    },
    { who: 'anyone', text: 'Let the child go. Both bars fall.', lines: ['exit branch 0'] },
  ],
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
  story: [
    { hand: 'ana', line: 'spawn shop' },
    { hand: 'ana', line: 'mmap shop stock 40M rw private' },
    { hand: 'ana', line: 'touch shop stock 0 40M w' },
    { hand: 'ana', line: 'fork shop branch' },
    { hand: 'ana', line: 'touch branch stock 0 10M w' },
    { hand: 'ana', line: 'exit branch 0' },
  ],
  prompts: [
    {
      id: 'used',
      kind: 'prediction',
      text: 'By how much does used memory grow at the fork?',
      choices: ['not at all, or by a few kB', 'about 20 MiB', 'about 40 MiB', 'about 80 MiB'],
      outcome: {
        by: 'forks.filter(f, f.ok && f.verb == "fork" && f.askedKb >= 20480)',
        choices: {
          'not at all, or by a few kB': 'commit(at - 1).freeKb - commit(at).freeKb < 2048',
          'about 20 MiB':
            'commit(at - 1).freeKb - commit(at).freeKb >= 10240 && commit(at - 1).freeKb - commit(at).freeKb < 30720',
          'about 40 MiB':
            'commit(at - 1).freeKb - commit(at).freeKb >= 30720 && commit(at - 1).freeKb - commit(at).freeKb < 61440',
          'about 80 MiB': 'commit(at - 1).freeKb - commit(at).freeKb >= 61440',
        },
      },
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'What did the kernel promise at the fork that it did not have to pay for yet?',
    },
  ],
  rubric: {
    items: [
      {
        kind: 'automatic',
        id: 'forked-large',
        title: 'A process of 40 MiB or more was forked',
        scope: 'group',
        outOf: 300,
        earned: 'forks.exists(f, f.ok && f.verb == "fork" && f.askedKb >= 40960)',
        evidence: 'forks.filter(f, f.ok && f.verb == "fork" && f.askedKb >= 40960)',
        whenNot: 'No fork here asked for 40 MiB or more.',
      },
      tookPart(3, 200),
      predicted('used', 'Predicted how used memory moves at the fork', 100),
      explanation('Says what is promised at the fork, and when it is paid for', 400),
    ],
  },
};
