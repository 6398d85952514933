import { type Lab, MIB_IN_KB } from '../lab.ts';
import { GUESS, LINUX_2_4 } from '../variants.ts';
import { explanation, predicted, tookPart } from './items.ts';

export const netscape1999: Lab = {
  number: 6,
  slug: 'netscape-1999',
  title: 'Netscape, 2001',
  claim: 'The killer of the 2.4 days had a favourite victim: the browser, which vanished without an explanation.',
  idea: 'The badness() of Linux 2.4 starts from the size of the whole address space, touched or not. It divides by the square root of the CPU time used and by the fourth root of the age, doubles for niced processes, and divides by four for root and by four again for direct hardware access. A browser is big, young, unprivileged and mostly idle: it meets every condition.',
  whatYouWillSee: [
    'The badness table of 2.4 on a desktop: root’s X server, a browser, a mail reader, a compiler run.',
    'The browser dies although the compiler asked for the last page.',
    'The same log under Linux 6.1: untouched memory no longer counts, and the fate changes.',
  ],
  finerTruth:
    'That Netscape was the usual victim is folklore: plausible by the formula, but we found no source that counted. The killer came with Linux 2.4 in January 2001; the desktop here is one of that year. Linux 2.4.20 also waits before it kills: it must fail at least ten times, for at least a second, have no swap left, and not have killed in the last five seconds.',
  steps: [
    {
      who: 'first',
      text: 'X is running already, as root. Start a browser that maps far more than it will touch, and a mail reader.',
      lines: ['spawn netscape', 'mmap netscape heap 80M rw private', 'spawn mail', 'mmap mail box 10M rw private'],
    },
    {
      who: 'second',
      text: 'Start a compiler that will touch all that it maps.',
      lines: ['spawn cc1', 'mmap cc1 ast 70M rw private'],
    },
    {
      who: 'first',
      text: 'Use the browser and the mail a little.',
      lines: ['touch netscape heap 0 25M w', 'touch mail box 0 6M w'],
    },
    { who: 'anyone', text: 'Read the badness table and predict who dies.' },
    {
      who: 'second',
      text: 'Compile until memory runs out.',
      lines: ['touch cc1 ast 0 40M w', 'touch cc1 ast 40M 15M w', 'touch cc1 ast 55M 15M w'],
    },
    {
      who: 'anyone',
      text: 'Send the same commands under Linux 6.1, and compare the two badness tables column by column.',
    },
  ],
  questions: [
    'Which term of the formula made the difference?',
    'What would the browser have had to do to survive: touch less, map less, run longer, or burn CPU time?',
    'Why would a kernel divide by the square root of the CPU time?',
  ],
  minutes: 30,
  people: { from: 1, to: 6 },
  needs: ['linux-2.4', 'linux-6.1'],
  machine: { memKb: 128 * MIB_IN_KB, swapKb: 0, seed: 6 },
  variants: [LINUX_2_4, GUESS],
  script: ['spawn X', 'mmap X screen 16M rw private', 'touch X screen 0 4M w'],
  story: [
    { hand: 'ana', line: 'spawn netscape' },
    { hand: 'ana', line: 'mmap netscape heap 80M rw private' },
    { hand: 'ana', line: 'spawn mail' },
    { hand: 'ana', line: 'mmap mail box 10M rw private' },
    { hand: 'ben', line: 'spawn cc1' },
    { hand: 'ben', line: 'mmap cc1 ast 70M rw private' },
    { hand: 'ana', line: 'touch netscape heap 0 25M w' },
    { hand: 'ana', line: 'touch mail box 0 6M w' },
    { hand: 'ben', line: 'touch cc1 ast 0 40M w' },
    { hand: 'ben', line: 'touch cc1 ast 40M 15M w' },
    { hand: 'ben', line: 'touch cc1 ast 55M 15M w' },
  ],
  prompts: [
    {
      id: 'victim',
      kind: 'prediction',
      text: 'When memory runs out under {kernel}, which process dies first?',
      choices: 'live processes',
    },
    { id: 'why', kind: 'explanation', text: 'Name the term of badness() that decided it, with its number.' },
  ],
  rubric: {
    items: [
      tookPart(4, 300),
      predicted('victim', 'Predicted who dies', 100),
      explanation('Names the deciding term of badness() and its value', 600),
    ],
  },
};
