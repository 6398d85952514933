import { type Lab, MIB_IN_KB } from '../lab.ts';
import { GUESS, LINUX_2_4 } from '../variants.ts';
import { explanation, tookPart } from './items.ts';

export const netscape1999: Lab = {
  number: 6,
  slug: 'netscape-1999',
  title: 'Netscape, 1999',
  claim: 'The killer of the 2.4 days had a favourite victim: the browser, which vanished without an explanation.',
  idea: 'The badness() of Linux 2.4 starts from the size of the whole address space, touched or not. It divides by the square root of the CPU time used and by the fourth root of the age, doubles for niced processes, and divides by four for root and by four again for direct hardware access. A browser is big, young, unprivileged and mostly idle: it meets every condition.',
  whatYouWillSee: [
    'The badness table of 2.4 on a desktop: an X server, a compiler run, a mail reader, a browser.',
    'The browser dies although the compiler asked for the last page.',
    'The same log under Linux 6.1: untouched memory no longer counts, and the fate changes.',
  ],
  finerTruth:
    'That Netscape was the usual victim is folklore: plausible by the formula, but we found no source that counted. Linux 2.4 also waits before it kills: it must fail at least ten times, for at least a second, and have no swap left.',
  steps: [
    { who: 'anyone', text: 'Start under Linux 2.4. Give each of you one program of the desktop.' },
    { who: 'anyone', text: 'Let the browser map far more than it touches, and the build touch all that it maps.' },
    { who: 'anyone', text: 'Predict who dies, by the formula. Then run out of memory.' },
    { who: 'anyone', text: 'Replay the log under Linux 6.1 and compare the two badness tables column by column.' },
  ],
  questions: [
    'Which term of the formula made the difference?',
    'What would the browser have had to do to survive: touch less, map less, run longer, or burn CPU time?',
    'Why would anybody divide by the square root of the CPU time?',
  ],
  minutes: 30,
  people: { from: 2, to: 6 },
  needs: { kernels: ['linux-2.4', 'linux-6.1'], features: [] },
  machine: { memKb: 128 * MIB_IN_KB, swapKb: 0, seed: 6 },
  variants: [LINUX_2_4, GUESS],
  script: [],
  story: [],
  prompts: [
    {
      id: 'victim',
      kind: 'prediction',
      text: 'Who dies under Linux 2.4?',
      choices: ['the browser', 'the build', 'the X server', 'the mail reader'],
    },
    { id: 'why', kind: 'explanation', text: 'Name the term of badness() that decided it, with its number.' },
  ],
  rubric: { items: [tookPart(4, 300), explanation('Names the deciding term of badness() and its value', 700)] },
};
