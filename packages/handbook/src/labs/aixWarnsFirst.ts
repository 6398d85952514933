import { type Lab, MIB_IN_KB } from '../lab.ts';
import { AIX_EARLY, AIX_LATE } from '../variants.ts';
import { explanation, predicted, tookPart } from './items.ts';

export const aixWarnsFirst: Lab = {
  number: 8,
  slug: 'aix-warns-first',
  title: 'AIX warns first',
  claim: 'AIX overcommits too.',
  idea: 'AIX watches free paging space instead of free RAM. Below npswarn it sends SIGDANGER to everybody; most programs ignore it, but a program may listen and give memory back. Below npskill it sends SIGKILL, one victim at a time, until enough is free. A program started with PSALLOC=early reserves all its slots in advance and is left alone.',
  whatYouWillSee: [
    'SIGDANGER when free paging space falls below npswarn; a well-behaved program answers by letting go of memory.',
    'SIGKILL below npskill, for a program that did not listen.',
    'The same program with PSALLOC=early: its malloc fails instead, and it lives.',
  ],
  finerTruth:
    'IBM’s own manuals disagree on the order: the youngest process (performance guides), or the largest user of paging space. Overcommit takes the youngest and says so. The formulas of both marks are those of the guides for AIX 4 and 5: npskill is the larger of 64 pages and 1/128 of the paging space; npswarn is the larger of 512 pages and four times npskill.',
  steps: [
    {
      who: 'first',
      text: 'Start a cache that listens: at SIGDANGER it gives its memory back.',
      lines: ['spawn cache', 'sigdanger cache release', 'mmap cache c 40M rw private', 'touch cache c 0 40M w'],
    },
    {
      who: 'second',
      text: 'Start a batch job that ignores the signal, and let it touch up to npswarn. Who reacts?',
      lines: ['spawn batch', 'mmap batch b 200M rw private', 'touch batch b 0 80M w', 'touch batch b 80M 10M w'],
    },
    {
      who: 'second',
      text: 'Go on until npskill. Who dies, and who is exempt?',
      lines: ['touch batch b 90M 20M w', 'touch batch b 110M 20M w'],
    },
    {
      who: 'anyone',
      text: 'Start again with early allocation, and send the same commands. Find the first one that is refused.',
    },
  ],
  questions: [
    'Is a warning better than a kill if nobody listens?',
    'Why does AIX count paging space, and not RAM?',
    'What does PSALLOC=early cost the rest of the machine?',
  ],
  minutes: 25,
  people: { from: 1, to: 4 },
  needs: ['aix-late', 'aix-early'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 128 * MIB_IN_KB, seed: 8 },
  variants: [AIX_LATE, AIX_EARLY],
  script: [],
  story: [
    { hand: 'ana', line: 'spawn cache' },
    { hand: 'ana', line: 'sigdanger cache release' },
    { hand: 'ana', line: 'mmap cache c 40M rw private' },
    { hand: 'ana', line: 'touch cache c 0 40M w' },
    { hand: 'ben', line: 'spawn batch' },
    { hand: 'ben', line: 'mmap batch b 200M rw private' },
    { hand: 'ben', line: 'touch batch b 0 80M w' },
    { hand: 'ben', line: 'touch batch b 80M 10M w' },
    { hand: 'ben', line: 'touch batch b 90M 20M w' },
    { hand: 'ben', line: 'touch batch b 110M 20M w' },
  ],
  prompts: [
    {
      id: 'victim',
      kind: 'prediction',
      text: 'Who is killed first under {kernel}? By age, by size, or by manners?',
      choices: 'live processes',
    },
    { id: 'why', kind: 'explanation', text: 'Compare SIGDANGER with the OOM killer: who decides what is important?' },
  ],
  rubric: {
    items: [
      tookPart(4, 300),
      predicted('victim', 'Predicted who is killed first', 100),
      explanation('Names both thresholds and who is exempt', 600),
    ],
  },
};
