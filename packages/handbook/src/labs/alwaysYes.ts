import { type Lab, MIB_IN_KB } from '../lab.ts';
import { ALWAYS, GUESS, NEVER } from '../variants.ts';
import { explanation, predicted, tookPart } from './items.ts';

export const alwaysYes: Lab = {
  number: 2,
  slug: 'always-yes',
  title: 'Always yes',
  claim: 'With overcommit, fork always succeeds, even without memory for the child.',
  idea: 'Linux has three answers to a request for memory. Mode 1 always says yes. Mode 0 guesses: it refuses only what is absurd on its own. Mode 2 counts all promises and refuses what it could not keep. One list of commands, three machines, three histories.',
  whatYouWillSee: [
    'Modes 0 and 1 grant three forks of a 110 MiB process on a machine with 256 MiB.',
    'The promised bar goes far past all the RAM there is, and nobody complains.',
    'Mode 2 refuses the first fork. Its card shows the sum: asked, counted, limit.',
    'A single request for 8 GiB tells modes 0 and 1 apart.',
  ],
  finerTruth:
    '“Always” is true of mode 1 only. Since Linux 5.2 mode 0 refuses one single request that is larger than all RAM and swap together, and never looks at what was promised before. Older kernels guessed from what was free at that moment.',
  steps: [
    {
      who: 'anyone',
      text: 'Start under mode 0. Fill a process with 110 MiB.',
      lines: ['spawn db', 'mmap db heap 110M rw private', 'touch db heap 0 110M w'],
    },
    { who: 'anyone', text: 'Fork it three times.', lines: ['fork db c1', 'fork db c2', 'fork db c3'] },
    { who: 'anyone', text: 'Ask for something absurd.', lines: ['spawn dreamer', 'mmap dreamer all 8G rw private'] },
    {
      who: 'anyone',
      text: 'Start again under mode 1, then under mode 2, with the same commands. Write down every answer that differs.',
    },
  ],
  questions: [
    'Mode 0 refused 8 GiB, but granted 440 MiB in four portions. Which rule did it apply?',
    'Under mode 2 the commit limit is half of RAM here. Which variable says “half”, and what would swap add?',
    'In which mode can you be killed for touching memory that was granted to you?',
  ],
  minutes: 20,
  people: { from: 1, to: 4 },
  needs: ['linux-6.1'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 0, seed: 2 },
  variants: [GUESS, ALWAYS, NEVER],
  script: [],
  story: [
    { hand: 'ana', line: 'spawn db' },
    { hand: 'ana', line: 'mmap db heap 110M rw private' },
    { hand: 'ana', line: 'touch db heap 0 110M w' },
    { hand: 'ana', line: 'fork db c1' },
    { hand: 'ana', line: 'fork db c2' },
    { hand: 'ana', line: 'fork db c3' },
    { hand: 'ben', line: 'spawn dreamer' },
    { hand: 'ben', line: 'mmap dreamer all 8G rw private' },
  ],
  prompts: [
    {
      id: 'third',
      kind: 'prediction',
      text: 'What does the third fork answer under {kernel} as it is set here?',
      choices: ['ok', 'ENOMEM', 'EAGAIN', 'the killer strikes'],
      outcome: {
        by: 'forks.filter(f, f.verb == "fork" && forks.filter(g, g.verb == "fork" && g.seq <= f.seq).size() == 3)',
        choices: {
          ok: 'forks.exists(f, f.seq == at && f.ok)',
          ENOMEM: 'forks.exists(f, f.seq == at && f.errno == "ENOMEM")',
          EAGAIN: 'forks.exists(f, f.seq == at && f.errno == "EAGAIN")',
          'the killer strikes': 'kills.exists(k, k.seq == at)',
        },
      },
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'Which of the three modes would you choose for a database server, and what do you give up?',
    },
  ],
  rubric: {
    items: [
      {
        kind: 'automatic',
        id: 'promised-too-much',
        title: 'More was promised than there is RAM and swap, or a fork was refused',
        scope: 'group',
        outOf: 300,
        earned:
          'commit(last).promisedKb > commit(last).ramKb + commit(last).swapKb || refusals.exists(r, r.verb == "fork")',
        evidence: 'forks',
        whenNot: 'At the end, promises still fitted into RAM and swap, and no fork was refused.',
      },
      tookPart(3, 200),
      predicted('third', 'Predicted what the third fork answers', 100),
      explanation('Compares the three modes by their rule, not only by their outcome', 400),
    ],
  },
};
