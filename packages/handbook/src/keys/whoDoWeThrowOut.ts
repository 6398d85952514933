import type { LabKey } from '../lab.ts';
import { explanation, groupForesaw, tookPart } from './items.ts';

export const whoDoWeThrowOutKey: LabKey = {
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
  outcomes: {},
  doneWhen: {
    run: 'entries.filter(e, e.verb == "touch" && e.ok && e.pages >= 10000).size() >= 2',
    compiler: 'entries.filter(e, e.verb == "touch" && e.ok && e.pages >= 10000).size() >= 3',
    rest: 'kills.size() > 0 || entries.filter(e, e.verb == "touch" && e.pages >= 10000).size() >= 4',
  },
  answers: [
    {
      prompt: 'victim',
      answer:
        'Without a rule of its own: db, which holds the most. By “young and big”: cc1. By “the smallest”: the smallest process, and memory is still short afterwards.',
      commonWrong: 'cc1, because it asks.',
      misconception: 'That there is a natural choice. Every rule is a decision about who may be hurt.',
      shownBy: 'kills',
    },
    {
      prompt: 'why',
      answer:
        'Any rule that was argued for, with a log in which it kills the wrong process and a term that a user can change, such as size or age.',
      commonWrong: 'Our rule is fair: it never kills the database.',
      misconception: 'That a rule for one log is a rule for all.',
      shownBy: 'kills',
    },
  ],
};
