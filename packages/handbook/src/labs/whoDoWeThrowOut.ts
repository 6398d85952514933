import { RULE_SETTING } from '@overcommit/engine';
import { type Lab, type LabStep, type LabVariant, MIB_IN_KB } from '../lab.ts';
import { storyOf } from '../play.ts';
import { GUESS } from '../variants.ts';

const byRule = (id: string, label: string, rule: string): LabVariant => ({
  ...GUESS,
  id,
  label,
  settings: { ...GUESS.settings, [RULE_SETTING]: rule },
});

const STEPS: LabStep[] = [
  {
    id: 'run',
    who: 'first',
    say: 'Run an old, large database and a small report.',
    lines: [
      'spawn db',
      'mmap db pool 110M rw private',
      'touch db pool',
      'tick 30',
      'spawn report',
      'mmap report data 40M rw private',
      'touch report data',
    ],
    look: 'Who holds how much, and who is how old?',
  },
  {
    id: 'compiler',
    who: 'second',
    say: 'Start a compiler that will need 120 MiB.',
    lines: ['tick 1', 'spawn cc1', 'mmap cc1 ast 120M rw private', 'touch cc1 ast 0 60M w'],
    look: 'How much is left?',
  },
  { id: 'predict', who: 'anyone', say: 'Stop. Next cc1 needs the rest. Predict who is thrown out.', ask: 'victim' },
  {
    id: 'rest',
    who: 'second',
    say: 'Compile on, until memory runs out.',
    lines: ['touch cc1 ast 60M 60M w'],
    look: 'The card under “Why” shows each term. Would you have chosen this one?',
  },
  {
    id: 'again',
    who: 'anyone',
    say: 'Send the same lines under another rule. Write one of your own under “Try a rule”: the process with the highest number dies. Change it until you would sign it.',
    again: [
      byRule('young-and-big', 'Linux 6.1, by the rule “young and big”', 'uid == 0 ? 0 : rss / (age + 1)'),
      byRule('smallest', 'Linux 6.1, by the rule “the smallest”', '0 - rss'),
    ],
  },
];

export const whoDoWeThrowOut: Lab = {
  number: 5,
  slug: 'who-do-we-throw-out',
  title: 'Who do we throw out?',
  plainTitle: 'Who do we throw out?',
  claim: 'Choosing a victim is like an airline that ejects passengers to save fuel.',
  idea: 'In 2004 Andries Brouwer answered a patch to the killer with a story: an airline saves fuel by carrying too little, and has a mechanism to eject a passenger when it runs out. At random? The heaviest? The oldest? Is first class exempt, and the pilot? Every killer answers these questions, mostly without saying so. Here the class answers them.',
  whatYouWillSee: [
    'Your own scoring rule, run against the logs of machines that really ran out.',
    'A table of fates: a row for each process, one column for the kernel’s choice, one for yours.',
    'That every rule has a log in which it kills the wrong one.',
  ],
  finerTruth:
    'Real killers have answered differently over the years: the biggest address space, divided by the square root of the processor time it has used and by the fourth root of its age (Linux 2.4); the most memory held (Linux since 2.6.36); the youngest (AIX); the one that happens to touch the next page (OpenBSD).',
  steps: STEPS,
  questions: [
    'Is your rule fair to a process that has done nothing for an hour? To one that started a second ago?',
    'Which term of your rule can a user manipulate?',
    'Who is the pilot on your machine, and does your rule know it?',
  ],
  minutes: 45,
  people: { from: 1, to: 8 },
  needs: ['linux-6.1'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 0, seed: 5 },
  variants: [GUESS],
  hasRuleBench: true,
  script: ['spawn sshd', 'spawn cron'],
  story: storyOf(STEPS),
  prompts: [
    {
      id: 'victim',
      kind: 'prediction',
      text: 'Memory is nearly full. Whom does {kernel} throw out?',
      choices: 'live processes',
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'Which process does your rule kill that you would rather have kept? Would you change the rule?',
    },
  ],
};
