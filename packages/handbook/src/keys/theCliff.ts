import type { LabKey } from '../lab.ts';
import { explanation, predicted, tookPart } from './items.ts';

/** Whole rounds of a process that was there before the memory that was too much. */
const ROUNDS =
  'entries.filter(e, e.verb == "touch" && e.process == "a" && entries.exists(g, g.verb == "touch" && g.region == "more" && g.seq < e.seq))';
const back = (what: string): string => `entries.exists(e, e.seq == at && ${what})`;

export const theCliffKey: LabKey = {
  rubric: {
    items: [
      {
        kind: 'automatic',
        id: 'read-back',
        title: 'A whole working set was read back',
        scope: 'group',
        outOf: 300,
        earned: 'entries.exists(e, e.swappedInPages >= 20000)',
        evidence: 'entries.filter(e, e.swappedInPages >= 20000)',
        whenNot: 'No command here read 20,000 pages or more back from swap.',
      },
      tookPart(2, 200),
      predicted('back', 'Predicted how much is read back', 100),
      explanation(
        'Says why a little too much costs everything',
        400,
        'Full points: the pages used longest ago go first, in a round these are the next ones needed, so each one that comes back pushes out the next. Half: says that swap is slow.',
      ),
    ],
  },
  outcomes: {
    back: {
      by: ROUNDS,
      choices: {
        none: back('e.swappedInPages < 1000'),
        'about 11,500': back('e.swappedInPages >= 1000 && e.swappedInPages < 18000'),
        'about 25,600': back('e.swappedInPages >= 18000'),
        'none: the killer strikes': 'kills.exists(k, k.seq == at)',
      },
    },
  },
  doneWhen: {
    one: 'entries.exists(e, e.verb == "touch" && e.process == "a")',
    two: 'entries.exists(e, e.verb == "touch" && e.process == "b")',
    'in-turn': 'entries.filter(e, e.verb == "touch" && e.process == "a").size() >= 2',
    more: 'entries.exists(e, e.verb == "touch" && e.region == "more")',
    cliff: `size(${ROUNDS}) > 0`,
    other: 'entries.filter(e, e.swappedInPages >= 1000).size() >= 2',
  },
  answers: [
    {
      prompt: 'back',
      answer: 'About 25,600: all of a, 100 MiB.',
      commonWrong: 'About 11,500, the 45 MiB that were too much.',
      misconception:
        'That the cost is as large as the excess. The pages used longest ago are the ones needed next, so each page that comes back pushes out another that is needed soon.',
      shownBy: 'entries.filter(e, e.swappedInPages >= 18000)',
    },
    {
      prompt: 'why',
      answer:
        'Least recently used first, over a circle longer than RAM, always throws out what is needed next: nearly every access is a fault.',
      commonWrong: 'Because the disk is slow.',
      misconception: 'That the time of one fault explains it. The number of faults does.',
      shownBy: 'entries.filter(e, e.swappedInPages >= 1000)',
    },
  ],
};
