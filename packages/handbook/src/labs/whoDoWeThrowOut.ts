import { type Lab, MIB_IN_KB } from '../lab.ts';
import { GUESS } from '../variants.ts';
import { explanation, tookPart } from './items.ts';

export const whoDoWeThrowOut: Lab = {
  number: 5,
  slug: 'who-do-we-throw-out',
  title: 'Who do we throw out?',
  claim: 'Choosing a victim is like an airline that ejects passengers to save fuel.',
  idea: 'In 2004 Andries Brouwer answered a patch to the killer with a story: an airline saves fuel by carrying too little, and has a mechanism to eject a passenger when it runs out. At random? The heaviest? The oldest? Is first class exempt, and the pilot? Every killer answers these questions, mostly without saying so. Here the class answers them.',
  whatYouWillSee: [
    'Your own scoring rule, run against the logs of machines that really ran out.',
    'A table of fates: the rows are processes, the columns are rules.',
    'That every rule has a log in which it kills the wrong one.',
  ],
  finerTruth:
    'Real killers have answered differently over the years: the biggest address space, divided by the square root of the CPU time it has used (2.4); the biggest resident set (2.6.36 and later); the youngest (AIX); whoever happens to touch the next page (OpenBSD).',
  steps: [
    {
      who: 'anyone',
      text: 'Alone, before you discuss: write down the three properties of a process that should protect it.',
    },
    { who: 'anyone', text: 'Together: write one rule that yields a number for each process. The highest number dies.' },
    {
      who: 'anyone',
      text: 'Run the rule against the recorded logs, and compare the fates with those under Linux 6.1.',
    },
    { who: 'anyone', text: 'Swap rules with another group, and build a log that makes their rule kill the database.' },
  ],
  questions: [
    'Is your rule fair to a process that has done nothing for an hour? To one that started a second ago?',
    'Which term of your rule can a user manipulate?',
    'Who is the pilot on your machine, and does your rule know it?',
  ],
  minutes: 45,
  people: { from: 2, to: 8 },
  needs: { kernels: ['linux-6.1'], features: ['scoring-rules'] },
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 0, seed: 5 },
  variants: [GUESS],
  script: [],
  story: [],
  prompts: [
    {
      id: 'why',
      kind: 'explanation',
      text: 'Which process does your rule kill that you would rather have kept? Would you change the rule?',
    },
  ],
  rubric: { items: [tookPart(5, 300), explanation('Argues for the rule, and names a case in which it fails', 700)] },
};
