import { type Lab, type LabStep, MIB_IN_KB } from '../lab.ts';
import { storyOf } from '../play.ts';
import { GUESS } from '../variants.ts';

const STEPS: LabStep[] = [
  {
    id: 'one',
    who: 'first',
    say: 'Start a process that works on 100 MiB.',
    lines: ['spawn a', 'mmap a ws 100M rw private', 'touch a ws 0 100M w'],
  },
  {
    id: 'two',
    who: 'second',
    say: 'Start a second one like it.',
    lines: ['spawn b', 'mmap b ws 100M rw private', 'touch b ws 0 100M w'],
    look: 'Both fit into RAM. Swap is empty.',
  },
  {
    id: 'in-turn',
    who: 'first',
    say: 'Let a work on all of it once more.',
    lines: ['touch a ws 0 100M w'],
    look: 'Nothing is read back from swap: it costs nothing.',
  },
  {
    id: 'more',
    who: 'second',
    say: 'Let b work, too. Then it needs 60 MiB more: about 45 MiB are too much for RAM.',
    lines: ['touch b ws 0 100M w', 'mmap b more 60M rw private', 'touch b more 0 60M w'],
    look: 'Swap: about 45 MiB were written there. Whose pages are they?',
  },
  {
    id: 'predict',
    who: 'anyone',
    say: 'Stop. Next a works on its 100 MiB once. How much must be read back? Predict.',
    ask: 'back',
  },
  {
    id: 'cliff',
    who: 'first',
    say: 'Let a work once.',
    lines: ['touch a ws 0 100M w'],
    look: 'The answer in the shell, and whose pages are in swap now.',
  },
  {
    id: 'other',
    who: 'second',
    say: 'Let b work once.',
    lines: ['touch b ws 0 100M w'],
    look: 'Does it get better?',
  },
];

export const theCliff: Lab = {
  number: 13,
  slug: 'the-cliff',
  title: 'The cliff',
  plainTitle: 'A little too much',
  claim: 'A working set that is a little too large for RAM does not become a little slower: everything is read back.',
  idea: 'A kernel that is short of RAM writes the pages to swap that were used longest ago. When processes go through their memory in turn, exactly those are needed next. Each page that is read back pushes out the one that is needed soon after it. So 45 MiB too much do not cost 45 MiB: they cost the whole round.',
  whatYouWillSee: [
    'Two processes of 100 MiB work in turn, and nothing is read back.',
    'One of them takes 60 MiB more: 45 MiB go to swap.',
    'The next round of the other reads back all of its 100 MiB, 25,600 pages, not the 11,500 that were too much.',
  ],
  finerTruth:
    'Real kernels soften the cliff a little: they read neighbours ahead, they notice pages that come back soon after they went (refault distance, since Linux 3.15), and programs rarely go through their memory in a strict circle. The cliff is still why operators would rather see a kill than a machine that swaps.',
  steps: STEPS,
  questions: [
    'Why are the pages that were written to swap exactly those that are needed next?',
    'How many pages would be read back if a went through its memory backwards?',
    'A kill or the cliff: what would you choose for a machine that serves people?',
  ],
  minutes: 15,
  people: { from: 1, to: 4 },
  needs: ['linux-6.1'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 256 * MIB_IN_KB, seed: 13 },
  variants: [GUESS],
  script: [],
  story: storyOf(STEPS),
  prompts: [
    {
      id: 'back',
      kind: 'prediction',
      text: 'About 11,500 pages (45 MiB) were too much for RAM. How many pages are read back when a works on its 100 MiB once?',
      choices: ['none', 'about 11,500', 'about 25,600', 'none: the killer strikes'],
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'Why does a little too much cost everything? Name the rule by which pages are chosen for swap.',
    },
  ],
};
