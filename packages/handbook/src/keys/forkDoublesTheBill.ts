import type { LabKey } from '../lab.ts';
import { explanation, predicted, tookPart } from './items.ts';

export const forkDoublesTheBillKey: LabKey = {
  rubric: {
    items: [
      {
        kind: 'automatic',
        id: 'forked-large',
        title: 'A process of 40 MiB or more was forked',
        scope: 'group',
        outOf: 300,
        earned: 'forks.exists(f, f.ok && f.verb == "fork" && f.askedKb >= 40960)',
        evidence: 'forks.filter(f, f.ok && f.verb == "fork" && f.askedKb >= 40960)',
        whenNot: 'No fork here asked for 40 MiB or more.',
      },
      tookPart(3, 200),
      predicted('used', 'Predicted how used memory moves at the fork', 100),
      explanation(
        'Says what is promised at the fork, and when it is paid for',
        400,
        'Full points: the parent’s writable memory is promised again, paid for page by page at the first write, with an entry that shows it. Half: says “copy on write” without when.',
      ),
    ],
  },
  outcomes: {
    used: {
      by: 'forks.filter(f, f.ok && f.verb == "fork" && f.askedKb >= 20480)',
      choices: {
        'not at all, or by a few kB': 'commit(at - 1).freeKb - commit(at).freeKb < 2048',
        'about 20 MiB':
          'commit(at - 1).freeKb - commit(at).freeKb >= 10240 && commit(at - 1).freeKb - commit(at).freeKb < 30720',
        'about 40 MiB':
          'commit(at - 1).freeKb - commit(at).freeKb >= 30720 && commit(at - 1).freeKb - commit(at).freeKb < 61440',
        'about 80 MiB': 'commit(at - 1).freeKb - commit(at).freeKb >= 61440',
      },
    },
  },
  doneWhen: {
    fill: 'entries.exists(e, e.verb == "touch" && e.ok && e.pages >= 10000)',
    fork: 'forks.exists(f, f.verb == "fork")',
    write:
      'forks.exists(f, f.ok && entries.exists(e, e.verb == "touch" && e.process == f.child && e.ok && e.seq > f.seq))',
    exit: 'forks.exists(f, f.ok && entries.exists(e, e.verb == "exit" && e.process == f.child && e.seq > f.seq))',
  },
  answers: [
    {
      prompt: 'used',
      answer: 'Not at all, or by a few kB: page tables. Both processes map the same frames.',
      commonWrong: 'About 40 MiB.',
      misconception: 'That fork copies memory. It copies the map of it; frames are copied when somebody writes.',
      shownBy: 'forks',
    },
    {
      prompt: 'why',
      answer:
        'The parent’s writable private memory, a second time. It is paid for page by page, at the first write of either process.',
      commonWrong: 'The child’s memory, which it gets at the fork.',
      misconception: 'That a promise and the memory are the same thing.',
      shownBy: 'forks',
    },
  ],
};
