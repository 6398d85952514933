import { type Lab, MIB_IN_KB } from '../lab.ts';
import { GUESS, SOLARIS } from '../variants.ts';
import { explanation, predicted, tookPart } from './items.ts';

export const solarisSaysNo: Lab = {
  number: 9,
  slug: 'solaris-says-no',
  title: 'Solaris says no',
  claim: 'Solaris never overcommits.',
  idea: 'Every page that could ever be written is reserved when it is asked for: on disk swap first, then in RAM, and part of RAM is never lent out. If the reservation does not fit, the call fails then and there: mmap with EAGAIN, fork with ENOMEM, “Not enough space”. A process that holds a reservation can always use it, so no victim is ever chosen.',
  whatYouWillSee: [
    'Reservations grow at mmap and fork, not at touch.',
    'The fork of a process of 110 MiB on a 256 MiB machine without swap: refused.',
    'swap -s before and after: allocated, reserved, used, available.',
    'The same fork after 70 MiB were given back: granted. Only the sum decides.',
  ],
  finerTruth:
    'Three doors are open: a MAP_NORESERVE mapping reserves page by page and may meet SIGBUS, a stack that cannot grow ends in SIGSEGV, and an exec refused after the old image is gone ends its process. What a failing reservation waits differs: four seconds in the illumos tree that this follows (bb936843191c, December 2023), one second in a tree of 2013. And an ordinary user is refused a little earlier than “swap -s” suggests: part of it is kept for root.',
  steps: [
    {
      who: 'anyone',
      text: 'Start a process with 110 MiB, untouched. Look at the reserved sum.',
      lines: ['spawn db', 'mmap db pool 110M rw private'],
    },
    { who: 'anyone', text: 'Fork it. Read the card: asked, available, kept back.', lines: ['fork db bgsave'] },
    {
      who: 'anyone',
      text: 'Touch everything. Nothing is reserved any more: it already was.',
      lines: ['touch db pool 0 110M w'],
    },
    { who: 'anyone', text: 'Give 70 MiB back, and fork again.', lines: ['munmap db pool 40M 70M', 'fork db second'] },
  ],
  questions: [
    'An administrator adds swap, and the first fork would have been granted, although nobody ever writes to it. What is that swap for?',
    'mmap fails with EAGAIN, fork with ENOMEM. What should a program do in either case?',
    'How much RAM is never lent out on this machine, and who may use the last part?',
  ],
  minutes: 25,
  people: { from: 1, to: 4 },
  needs: ['solaris-10', 'linux-6.1'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 0, seed: 9 },
  variants: [SOLARIS, GUESS],
  script: [],
  story: [
    { hand: 'ana', line: 'spawn db' },
    { hand: 'ana', line: 'mmap db pool 110M rw private' },
    { hand: 'ana', line: 'fork db bgsave' },
    { hand: 'ana', line: 'touch db pool 0 110M w' },
    { hand: 'ana', line: 'munmap db pool 40M 70M' },
    { hand: 'ana', line: 'fork db second' },
  ],
  prompts: [
    {
      id: 'fork',
      kind: 'prediction',
      text: 'More than 100 MiB are free. What does the first fork answer under {kernel}?',
      choices: ['ok', 'ENOMEM', 'EAGAIN', 'db is killed'],
      outcome: {
        by: 'forks.filter(f, f.verb == "fork")',
        choices: {
          ok: 'forks.exists(f, f.seq == at && f.ok)',
          ENOMEM: 'forks.exists(f, f.seq == at && f.errno == "ENOMEM")',
          EAGAIN: 'forks.exists(f, f.seq == at && f.errno == "EAGAIN")',
          'db is killed': 'kills.exists(k, k.seq == at && k.victim == "db")',
        },
      },
    },
    { id: 'why', kind: 'explanation', text: 'What does Solaris give up, and what does it get for it?' },
  ],
  rubric: {
    items: [
      {
        kind: 'automatic',
        id: 'fork-refused',
        title: 'A fork was refused with ENOMEM',
        scope: 'group',
        outOf: 300,
        earned: 'refusals.exists(r, r.verb == "fork" && r.errno == "ENOMEM")',
        evidence: 'refusals.filter(r, r.verb == "fork" && r.errno == "ENOMEM")',
        whenNot: 'No fork was refused on this machine.',
      },
      {
        kind: 'automatic',
        id: 'nobody-died',
        title: 'No process was killed',
        scope: 'group',
        outOf: 100,
        earned: 'size(kills) == 0',
        evidence: 'kills',
        whenNot: 'The killer struck. Is this machine running Solaris?',
      },
      tookPart(3, 100),
      predicted('fork', 'Predicted what the first fork answers', 100),
      explanation('Weighs what strict accounting costs against what it buys', 400),
    ],
  },
};
