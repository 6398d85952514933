import { type Lab, type LabStep, MIB_IN_KB } from '../lab.ts';
import { storyOf } from '../play.ts';
import { AIX_EARLY, AIX_LATE } from '../variants.ts';

const STEPS: LabStep[] = [
  {
    id: 'database',
    who: 'first',
    say: 'Start a database that holds 70 MiB, and let it grow old.',
    lines: ['spawn db', 'mmap db pool 70M rw private', 'touch db pool 0 70M w', 'tick 60'],
    look: 'The gauge shows paging space: what runs out on this system.',
  },
  {
    id: 'cache',
    who: 'first',
    say: 'Start a cache that listens: at SIGDANGER it gives its memory back.',
    lines: [
      'spawn cache',
      'sigdanger cache release',
      'mmap cache c 30M rw private',
      'touch cache c 0 30M w',
      'tick 60',
    ],
    look: 'How much paging space is left?',
  },
  {
    id: 'batch',
    who: 'second',
    say: 'Start a batch job that ignores the signal, and let it touch 80 MiB.',
    lines: ['spawn batch', 'mmap batch b 200M rw private', 'touch batch b 0 80M w', 'tick 60'],
    look: 'batch is now the largest process.',
  },
  {
    id: 'job',
    who: 'second',
    say: 'Start a small job last of all.',
    lines: ['spawn job', 'mmap job j 4M rw private', 'touch job j 0 4M w'],
    look: 'Four processes: one old, one that listens, one large, one young.',
  },
  {
    id: 'predict',
    who: 'anyone',
    say: 'Stop. Next batch uses up the paging space. Who is killed first? Predict.',
    ask: 'victim',
  },
  {
    id: 'warn',
    who: 'second',
    say: 'Let batch touch up to npswarn.',
    lines: ['touch batch b 80M 10M w', 'touch batch b 90M 20M w'],
    look: 'SIGDANGER goes to all. Who reacts, and how much is free again?',
  },
  {
    id: 'kill',
    who: 'second',
    say: 'Go on until npskill.',
    lines: ['touch batch b 110M 10M w', 'touch batch b 120M 10M w'],
    look: 'The cards under “Why”: who died, in which order, and by which rule?',
  },
  {
    id: 'again',
    who: 'anyone',
    say: 'Send the same lines with early allocation. Find the first one that is refused.',
    again: [AIX_EARLY],
  },
];

export const aixWarnsFirst: Lab = {
  number: 8,
  slug: 'aix-warns-first',
  title: 'AIX warns first',
  plainTitle: 'AIX runs out of paging space',
  claim: 'AIX overcommits too.',
  idea: 'AIX watches free paging space instead of free RAM. Below npswarn it sends SIGDANGER to everybody; most programs ignore it, but a program may listen and give memory back. Below npskill it sends SIGKILL, one victim at a time, until enough is free. A program started with PSALLOC=early reserves all its slots in advance and is left alone.',
  whatYouWillSee: [
    'SIGDANGER when free paging space falls below npswarn; a well-behaved program answers by letting go of memory.',
    'SIGKILL below npskill: the youngest goes first, although it is small and did nothing; then the one that asked.',
    'The same program with PSALLOC=early: its malloc fails instead, and it lives.',
  ],
  finerTruth:
    'IBM’s own manuals disagree on the order: the youngest process (performance guides), or the largest user of paging space. Overcommit takes the youngest and says so. The formulas of both marks are those of the guides for AIX 4 and 5: npskill is the larger of 64 pages and 1/128 of the paging space; npswarn is the larger of 512 pages and four times npskill.',
  steps: STEPS,
  questions: [
    'Is a warning better than a kill if nobody listens?',
    'Why does AIX count paging space, and not RAM?',
    'What does PSALLOC=early cost the rest of the machine?',
  ],
  minutes: 25,
  people: { from: 1, to: 4 },
  needs: ['aix-late', 'aix-early'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 192 * MIB_IN_KB, seed: 8 },
  variants: [AIX_LATE, AIX_EARLY],
  script: [],
  story: storyOf(STEPS),
  prompts: [
    {
      id: 'victim',
      kind: 'prediction',
      text: 'Who is killed first under {kernel}? The oldest, the largest, the one that does not listen, or the youngest?',
      choices: 'live processes',
    },
    { id: 'why', kind: 'explanation', text: 'Compare SIGDANGER with the OOM killer: who decides what is important?' },
  ],
};
