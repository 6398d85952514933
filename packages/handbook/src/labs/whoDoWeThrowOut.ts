import { type Lab, MIB_IN_KB } from '../lab.ts';
import { GUESS } from '../variants.ts';
import { explanation, groupForesaw, tookPart } from './items.ts';

export const whoDoWeThrowOut: Lab = {
  number: 5,
  slug: 'who-do-we-throw-out',
  title: 'Who do we throw out?',
  claim: 'Choosing a victim is like an airline that ejects passengers to save fuel.',
  idea: 'In 2004 Andries Brouwer answered a patch to the killer with a story: an airline saves fuel by carrying too little, and has a mechanism to eject a passenger when it runs out. At random? The heaviest? The oldest? Is first class exempt, and the pilot? Every killer answers these questions, mostly without saying so. Here the class answers them.',
  whatYouWillSee: [
    'Your own scoring rule, run against the logs of machines that really ran out.',
    'A table of fates: a row for each process, one column for the kernel’s choice, one for yours.',
    'That every rule has a log in which it kills the wrong one.',
  ],
  finerTruth:
    'Real killers have answered differently over the years: the biggest address space, divided by the square root of the processor time it has used and by the fourth root of its age (Linux 2.4); the most memory held (Linux since 2.6.36); the youngest (AIX); the one that happens to touch the next page (OpenBSD).',
  steps: [
    {
      who: 'anyone',
      text: 'Alone, before you discuss: write down three properties of a process that should protect it.',
    },
    {
      who: 'anyone',
      text: 'Together: write one rule that comes to a number for each process. The highest number dies. Type it into “Try a rule” on this lab’s page; a mistake is shown with its column.',
    },
    {
      who: 'anyone',
      text: 'Run it against each recorded log there, and compare the fates with the kernel’s. Change the rule until you would sign it.',
    },
    {
      who: 'anyone',
      text: 'Start a machine that goes by your rule. The first person runs an old, large database and a small report.',
      lines: [
        'spawn db',
        'mmap db pool 110M rw private',
        'touch db pool',
        'tick 30',
        'spawn report',
        'mmap report data 40M rw private',
        'touch report data',
      ],
    },
    {
      who: 'second',
      text: 'Compile until memory runs out. Whom does your rule throw out? The decision card shows each term.',
      lines: [
        'tick 1',
        'spawn cc1',
        'mmap cc1 ast 120M rw private',
        'touch cc1 ast 0 60M w',
        'touch cc1 ast 60M 60M w',
      ],
    },
    {
      who: 'anyone',
      text: 'Swap rules with another group, and build a log that makes their rule kill the database. Without another group: choose the recorded log “A thesis and a fork bomb” under “Try a rule”, and find a rule that kills the thesis and one that spares it.',
    },
  ],
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
  story: [
    { hand: 'staff', line: 'spawn db' },
    { hand: 'staff', line: 'mmap db pool 110M rw private' },
    { hand: 'staff', line: 'touch db pool' },
    { hand: 'staff', line: 'tick 30' },
    { hand: 'ana', line: 'spawn report' },
    { hand: 'ana', line: 'mmap report data 40M rw private' },
    { hand: 'ana', line: 'touch report data' },
    { hand: 'staff', line: 'tick 1' },
    { hand: 'ben', line: 'spawn cc1' },
    { hand: 'ben', line: 'mmap cc1 ast 120M rw private' },
    { hand: 'ben', line: 'touch cc1 ast 0 60M w' },
    { hand: 'ben', line: 'touch cc1 ast 60M 60M w' },
  ],
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
  rubric: {
    items: [
      {
        kind: 'automatic',
        id: 'somebody-went',
        title: 'Memory ran out, and somebody was chosen',
        scope: 'group',
        outOf: 200,
        earned: 'size(kills) > 0',
        evidence: 'kills',
        whenNot: 'Nobody was killed: the rule was never put to the test.',
      },
      tookPart(3, 200),
      groupForesaw('The group foresaw whom the rule throws out', 100),
      explanation(
        'Argues for the rule, and names a case in which it fails',
        500,
        'Full points: what the rule protects and why, a log in which it kills the wrong one, and a term that a user can manipulate. Half: the rule and its reasons only.',
      ),
    ],
  },
};
