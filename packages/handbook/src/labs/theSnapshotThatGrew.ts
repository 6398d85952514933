import { type Lab, type LabStep, MIB_IN_KB } from '../lab.ts';
import { storyOf } from '../play.ts';
import { GUESS, SOLARIS } from '../variants.ts';

const STEPS: LabStep[] = [
  {
    id: 'store',
    who: 'anyone',
    say: 'Start a key-value store that holds 64 MiB.',
    lines: ['spawn redis', 'mmap redis data 64M rw private', 'touch redis data 0 64M w'],
    look: 'The used bar, and how much of it is redis.',
  },
  {
    id: 'fork',
    who: 'anyone',
    say: 'Take a snapshot the way Redis does: fork a child that will save the memory it shares.',
    lines: ['fork redis bgsave'],
    look: 'The promised bar has moved. The used bar has not.',
  },
  {
    id: 'predict',
    who: 'anyone',
    say: 'Stop. Next the child reads all 64 MiB, and the parent writes its first 32 MiB twice. Predict.',
    ask: 'copied',
  },
  {
    id: 'read',
    who: 'anyone',
    say: 'Let the child read everything.',
    lines: ['touch bgsave data 0 64M r'],
    look: 'What did the reading cost?',
  },
  {
    id: 'write',
    who: 'anyone',
    say: 'Let the parent write the first 32 MiB, and write them once more.',
    lines: ['touch redis data 0 32M w', 'touch redis data 0 32M w'],
    look: 'What did the first time cost, and what the second?',
  },
  {
    id: 'exit',
    who: 'anyone',
    say: 'The snapshot is saved. Let the child go.',
    lines: ['exit bgsave 0'],
    look: 'How much comes back?',
  },
  { id: 'again', who: 'anyone', say: 'Send the same lines under Solaris. Is anything different?', again: [SOLARIS] },
];

export const theSnapshotThatGrew: Lab = {
  number: 11,
  slug: 'the-snapshot-that-grew',
  title: 'The snapshot that grew',
  plainTitle: 'A store and its snapshot',
  claim:
    'A snapshot by fork costs nothing when it is taken, and one page for each page that is written while it lives.',
  idea: 'A store such as Redis saves itself by fork: the child sees the memory as it was at that moment and writes it to disk. Both share every frame until one of them writes. The child only reads, and reading copies nothing. The parent goes on serving, and its first write to each shared page makes a copy.',
  whatYouWillSee: [
    'The child reads 64 MiB, and used memory does not move.',
    'The parent writes 32 MiB, and used memory grows by 32 MiB; the same writes again cost nothing.',
    'When the child exits, the 32 MiB come back: only one owner of each page is left.',
  ],
  finerTruth:
    'That is why the Redis manual asks for vm.overcommit_memory=1: the fork promises the whole store a second time, and strict accounting would refuse it. How much is really copied depends on how much is written during the save. Transparent huge pages make it worse: one small write then copies 2 MiB. The simulated machine copies single pages.',
  steps: STEPS,
  questions: [
    'A store holds 64 MiB and writes each page once during the snapshot. How much RAM does it need at most?',
    'Why does the second write of the same 32 MiB cost nothing?',
    'Who pays for the copies in the killer’s eyes: the parent that writes, or the child that made them necessary?',
  ],
  minutes: 15,
  people: { from: 1, to: 4 },
  needs: ['linux-6.1'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 0, seed: 11 },
  variants: [GUESS, SOLARIS],
  script: [],
  story: storyOf(STEPS),
  prompts: [
    {
      id: 'copied',
      kind: 'prediction',
      text: 'The child reads all 64 MiB, the parent writes its first 32 MiB twice. By how much does used memory grow in all?',
      choices: ['not at all, or by a few kB', 'about 32 MiB', 'about 64 MiB', 'about 128 MiB'],
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'A colleague says: “A snapshot needs as much memory as the store.” What is right about it, and what is wrong?',
    },
  ],
};
