import { type Lab, type LabStep, MIB_IN_KB } from '../lab.ts';
import { storyOf } from '../play.ts';
import { ALWAYS, GUESS, NEVER } from '../variants.ts';

const STEPS: LabStep[] = [
  {
    id: 'fill',
    who: 'anyone',
    say: 'Fill a process with 110 MiB.',
    lines: ['spawn db', 'mmap db heap 110M rw private', 'touch db heap 0 110M w'],
    look: 'How much RAM is left? Would a second process of this size fit?',
  },
  {
    id: 'forks',
    who: 'anyone',
    say: 'Fork it three times.',
    lines: ['fork db c1', 'fork db c2', 'fork db c3'],
    look: 'The promised bar, beside all the RAM there is.',
  },
  {
    id: 'grants',
    who: 'anyone',
    say: 'Let another process ask for 200 MiB, and for 200 MiB again.',
    lines: ['spawn dreamer', 'mmap dreamer one 200M rw private', 'mmap dreamer two 200M rw private'],
    look: 'Write down both answers.',
  },
  { id: 'predict', who: 'anyone', say: 'Stop. Next it asks for 300 MiB at once. Predict.', ask: 'big' },
  {
    id: 'big',
    who: 'anyone',
    say: 'Ask for 300 MiB at once.',
    lines: ['mmap dreamer three 300M rw private'],
    look: 'If it was refused, its card under “Why” shows the sum: asked, counted, limit.',
  },
  {
    id: 'again',
    who: 'anyone',
    say: 'Send the same lines under the other two modes. Write down every answer that differs.',
    again: [ALWAYS, NEVER],
  },
];

export const alwaysYes: Lab = {
  number: 2,
  slug: 'always-yes',
  title: 'Always yes',
  plainTitle: 'Four requests',
  claim: 'With overcommit, fork always succeeds, even without memory for the child.',
  idea: 'Linux has three answers to a request for memory. Mode 1 always says yes. Mode 0 guesses: it refuses only what is absurd on its own. Mode 2 counts all promises and refuses what it could not keep. One list of commands, three machines, three histories.',
  whatYouWillSee: [
    'Modes 0 and 1 grant three forks of a 110 MiB process on a machine with 256 MiB.',
    'The promised bar goes far past all the RAM there is, and nobody complains.',
    'Mode 2 refuses the first fork. Its card shows the sum: asked, counted, limit.',
    'Requests of 200 MiB are granted one after the other; a single one for 300 MiB tells modes 0 and 1 apart.',
  ],
  finerTruth:
    '“Always” is true of mode 1 only. Since Linux 5.2 mode 0 refuses one single request that is larger than all RAM and swap together, and never looks at what was promised before. Older kernels guessed from what was free at that moment.',
  steps: STEPS,
  questions: [
    'Mode 0 granted 840 MiB in portions, and refused 300 MiB at once. Which rule did it apply?',
    'Under mode 2 the commit limit is half of RAM here. Which variable says “half”, and what would swap add?',
    'In which mode can you be killed for touching memory that was granted to you?',
  ],
  minutes: 20,
  people: { from: 1, to: 4 },
  needs: ['linux-6.1'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 0, seed: 2 },
  variants: [GUESS, ALWAYS, NEVER],
  script: [],
  story: storyOf(STEPS),
  prompts: [
    {
      id: 'big',
      kind: 'prediction',
      text: 'A process asks for 300 MiB at once, on a machine with 256 MiB. What is the answer under {kernel} as it is set here?',
      choices: ['ok', 'ENOMEM', 'the killer strikes'],
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'Which of the three modes would you choose for a database server, and what do you give up?',
    },
  ],
};
