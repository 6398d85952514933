import { type Lab, type LabStep, MIB_IN_KB } from '../lab.ts';
import { storyOf } from '../play.ts';
import { GUESS, LINUX_2_4 } from '../variants.ts';

const STEPS: LabStep[] = [
  {
    id: 'desktop',
    who: 'first',
    say: 'X is running already, as root. Start a browser that maps far more than it will touch, and a mail reader.',
    lines: ['spawn netscape', 'mmap netscape heap 80M rw private', 'spawn mail', 'mmap mail box 10M rw private'],
    look: 'Compare what each process has mapped with what it holds.',
  },
  {
    id: 'compiler',
    who: 'second',
    say: 'Start a compiler that will touch all that it maps.',
    lines: ['spawn cc1', 'mmap cc1 ast 70M rw private'],
  },
  {
    id: 'use',
    who: 'first',
    say: 'Use the browser and the mail a little.',
    lines: ['touch netscape heap 0 25M w', 'touch mail box 0 6M w'],
    look: 'The browser holds 25 of its 80 MiB.',
  },
  {
    id: 'predict',
    who: 'anyone',
    say: 'Stop. Next the compiler works until memory runs out. Predict, each for yourself.',
    ask: 'victim',
  },
  {
    id: 'compile',
    who: 'second',
    say: 'Compile until memory runs out. Then end the compiler.',
    lines: ['touch cc1 ast 0 40M w', 'touch cc1 ast 40M 15M w', 'touch cc1 ast 55M 15M w', 'exit cc1 0'],
    look: 'The card under “Why”: read the formula term by term.',
  },
  {
    id: 'long',
    who: 'first',
    say: 'Start another browser of the same size, use it a little, and leave it alone for 30,000 ticks.',
    lines: ['spawn mozilla', 'mmap mozilla heap 80M rw private', 'touch mozilla heap 0 25M w', 'tick 30000'],
    look: 'Age and CPU time are in the formula, too. What changes for the browser?',
  },
  {
    id: 'second',
    who: 'second',
    say: 'Compile again, with a fresh compiler of 80 MiB. Who dies this time?',
    lines: [
      'spawn cc1plus',
      'mmap cc1plus ast 60M rw private',
      'touch cc1plus ast 0 40M w',
      'mmap cc1plus more 20M rw private',
      'touch cc1plus ast 40M 20M w',
      'touch cc1plus more 0 20M w',
    ],
    look: 'Lay both cards side by side: which term made the difference?',
  },
  {
    id: 'again',
    who: 'anyone',
    say: 'Send the same lines under Linux 6.1, and compare the two tables column by column.',
    again: [GUESS],
  },
];

export const netscape1999: Lab = {
  number: 6,
  slug: 'netscape-1999',
  title: 'Netscape, 2001',
  plainTitle: 'A desktop of 2001',
  claim: 'The killer of the 2.4 days had a favourite victim: the browser, which vanished without an explanation.',
  idea: 'The badness() of Linux 2.4 starts from the size of the whole address space, touched or not. It divides by the square root of the CPU time used and by the fourth root of the age, doubles for niced processes, and divides by four for root and by four again for direct hardware access. A browser is big, young, unprivileged and mostly idle: it meets every condition.',
  whatYouWillSee: [
    'The badness table of 2.4 on a desktop: root’s X server, a browser, a mail reader, a compiler run.',
    'The browser dies although the compiler asked for the last page.',
    'The same log under Linux 6.1: untouched memory no longer counts, and the fate changes.',
  ],
  finerTruth:
    'That Netscape was the usual victim is folklore: plausible by the formula, but we found no source that counted. The killer came with Linux 2.4 in January 2001; the desktop here is one of that year. Linux 2.4.20 also waits before it kills: it must fail at least ten times, for at least a second, have no swap left, and not have killed in the last five seconds.',
  steps: STEPS,
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
  story: storyOf(STEPS),
  prompts: [
    {
      id: 'victim',
      kind: 'prediction',
      text: 'When memory runs out under {kernel}, which process dies first?',
      choices: 'live processes',
    },
    { id: 'why', kind: 'explanation', text: 'Name the term of badness() that decided it, with its number.' },
  ],
};
