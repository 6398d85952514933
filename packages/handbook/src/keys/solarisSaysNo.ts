import type { LabKey } from '../lab.ts';
import { explanation, predicted, tookPart } from './items.ts';

export const solarisSaysNoKey: LabKey = {
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
      explanation(
        'Weighs what strict accounting costs against what it buys',
        400,
        'Full points: reserved and unused memory is the price, certainty is what it buys, with the sum of the refused fork. Half: one side only.',
      ),
    ],
  },
  outcomes: {
    fork: {
      by: 'forks.filter(f, f.verb == "fork")',
      choices: {
        ok: 'forks.exists(f, f.seq == at && f.ok)',
        ENOMEM: 'forks.exists(f, f.seq == at && f.errno == "ENOMEM")',
        EAGAIN: 'forks.exists(f, f.seq == at && f.errno == "EAGAIN")',
        'db is killed': 'kills.exists(k, k.seq == at && k.victim == "db")',
      },
    },
  },
  doneWhen: {
    reserve: 'entries.exists(e, e.verb == "mmap")',
    fork: 'forks.exists(f, f.verb == "fork")',
    touch: 'forks.size() > 0 && entries.exists(e, e.verb == "touch" && e.ok)',
    'give-back': 'entries.exists(e, e.verb == "munmap" && forks.exists(f, f.seq > e.seq))',
  },
  answers: [
    {
      prompt: 'fork',
      answer: 'Solaris: ENOMEM, the second 110 MiB cannot be reserved. Linux: ok.',
      commonWrong: 'ok, because more than 100 MiB are free.',
      misconception: 'That free memory is what counts. Reservations are.',
      shownBy: 'forks',
    },
    {
      prompt: 'why',
      answer:
        'It gives up the use of RAM that is reserved and never touched. It gets: who holds a reservation can always use it, and nobody is killed.',
      commonWrong: 'It gives up nothing, it is just safer.',
      misconception: 'That strict accounting is free. It needs more RAM or swap for the same programs.',
      shownBy: 'refusals',
    },
  ],
};
