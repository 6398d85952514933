import { type Lab, type LabStep, type LabVariant, MIB_IN_KB } from '../lab.ts';
import { storyOf } from '../play.ts';
import { GUESS, NEVER } from '../variants.ts';

const ratio = (percent: string): LabVariant => ({
  ...NEVER,
  id: `ratio-${percent}`,
  label: `Linux 6.1, overcommit 2 (never), ratio ${percent}`,
  settings: { ...NEVER.settings, 'vm/overcommit_ratio': percent },
});

const STEPS: LabStep[] = [
  {
    id: 'database',
    who: 'first',
    say: 'A database runs already. Root has set its oom_score_adj to −900. Fill it with 120 MiB.',
    lines: ['mmap db pool 120M rw private', 'touch db pool 0 120M w'],
    look: 'It is the largest process here, and it carries “adj −900”.',
  },
  {
    id: 'others',
    who: 'second',
    say: 'Start a web server and a job, and expose the job: every owner may raise this value.',
    lines: ['spawn web', 'spawn job', 'oom_score_adj job 200'],
    look: '“adj 200” beside job.',
  },
  {
    id: 'fill',
    who: 'second',
    say: 'Fill them: web 60 MiB, job 30 MiB.',
    lines: ['mmap web w 60M rw private', 'touch web w 0 60M w', 'mmap job j 200M rw private', 'touch job j 0 30M w'],
    look: 'How much RAM is left?',
  },
  { id: 'predict', who: 'anyone', say: 'Stop. Next web runs the machine out of memory. Predict.', ask: 'first' },
  {
    id: 'run-out',
    who: 'second',
    say: 'Let web run the machine out of memory.',
    lines: ['mmap web x 200M rw private', 'touch web x 0 100M w'],
    look: 'Who died, and in which order? db holds the most: what is its score?',
  },
  {
    id: 'again',
    who: 'anyone',
    say: 'Send the same lines under mode 2, with two ratios. The ratio is set before the machine starts. Find the first refusal of each.',
    again: [ratio('80'), ratio('30')],
  },
];

export const theKnobs: Lab = {
  number: 7,
  slug: 'the-knobs',
  title: 'The knobs',
  plainTitle: 'The knobs',
  claim: 'Since 2.6 overcommit can be turned off by variables, but it is on by default.',
  idea: 'Three variables decide most of it. vm/overcommit_memory chooses the rule. vm/overcommit_ratio says which share of RAM may be promised under the strict rule. oom_score_adj moves one process up or down the killer’s list. Turn them one at a time, on the same machine, and see which question each one answers.',
  whatYouWillSee: [
    'The limit on the commit gauge move with the ratio, and bite only under mode 2.',
    'A protected database live while two others die for it.',
    'That switching to mode 2 late does not take back what was already promised.',
  ],
  finerTruth:
    'Even mode 2 is no guarantee against the killer: the kernel’s own memory is not in the count, and a ratio near or over 100 promises it away. oom_score_adj of −1000 exempts a process from the choice; it still dies with a victim whose memory it shares. Every owner may raise it, and lower it only as far as root last set it. Mode 2 came with 2.6.0, oom_score_adj with 2.6.36.',
  steps: STEPS,
  questions: [
    'db holds the most memory and lives. Put its score and that of web into one table, term by term.',
    'You lower the ratio below what is promised already. What happens to running processes, and what to the next request?',
    'An ordinary user may raise the oom_score_adj of an own process, but lower it only to what root last set. Why?',
  ],
  minutes: 30,
  people: { from: 1, to: 4 },
  needs: ['linux-6.1'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 0, seed: 7 },
  variants: [GUESS, NEVER],
  tunables: ['vm/overcommit_memory', 'vm/overcommit_ratio'],
  script: ['spawn db 1000', 'oom_score_adj db -900'],
  story: storyOf(STEPS),
  prompts: [
    {
      id: 'first',
      kind: 'prediction',
      text: 'With db at −900 and job at +200, who dies first under {kernel}?',
      choices: 'live processes',
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'Which knob would you turn on a machine that must keep its database, and what is the price?',
    },
  ],
};
