import type { LabKey } from '../lab.ts';
import { explanation, predicted, tookPart } from './items.ts';

/** kB by which used memory grew from the fork of the store to `at`. */
const GREW = '(commit(forks[0].seq).freeKb - commit(at).freeKb)';
/** What the parent of the first fork wrote after it. */
const WRITES =
  '(size(forks) == 0 ? [] : after(forks[0].seq).filter(e, e.verb == "touch" && e.process == forks[0].parent && !e.line.endsWith(" r")))';

export const theSnapshotThatGrewKey: LabKey = {
  rubric: {
    items: [
      {
        kind: 'automatic',
        id: 'shared-then-written',
        title: 'The parent wrote while its child lived',
        scope: 'group',
        outOf: 300,
        earned: `size(${WRITES}) > 0`,
        evidence: WRITES,
        whenNot: 'No parent wrote after a fork here.',
      },
      tookPart(2, 200),
      predicted('copied', 'Predicted how much is copied', 100),
      explanation(
        'Says what a snapshot costs, and when',
        400,
        'Full points: the promise at the fork is the whole store; what is paid is one page for each shared page that is written, once; reads cost nothing; all of it comes back at the exit. Half: says “copy on write” without saying who writes.',
      ),
    ],
  },
  outcomes: {
    copied: {
      by: `${WRITES}.filter(e, ${WRITES}.filter(g, g.seq <= e.seq).size() == 2)`,
      choices: {
        'not at all, or by a few kB': `${GREW} < 4096`,
        'about 32 MiB': `${GREW} >= 4096 && ${GREW} < 49152`,
        'about 64 MiB': `${GREW} >= 49152 && ${GREW} < 98304`,
        'about 128 MiB': `${GREW} >= 98304`,
      },
    },
  },
  doneWhen: {
    store: 'entries.exists(e, e.verb == "touch" && e.ok && e.pages >= 16000)',
    fork: 'forks.exists(f, f.verb == "fork")',
    read: 'entries.exists(e, e.verb == "touch" && forks.exists(f, f.child == e.process && f.seq < e.seq))',
    write: `size(${WRITES}) >= 2`,
    exit: 'entries.exists(e, e.verb == "exit" && forks.exists(f, f.child == e.process && f.seq < e.seq))',
  },
  answers: [
    {
      prompt: 'copied',
      answer: 'About 32 MiB: one copy of each page that the parent wrote, made at its first write.',
      commonWrong: 'About 128 MiB, or 64 MiB.',
      misconception:
        'That fork, or reading, copies memory. A shared page is copied only when somebody writes to it, and only once.',
      shownBy: WRITES,
    },
    {
      prompt: 'why',
      answer:
        'Right: the fork promises the whole store a second time. Wrong: RAM is needed only for the pages that are written while the child lives.',
      commonWrong: 'It needs no memory at all, because the child only reads.',
      misconception: 'That only the child can make copies necessary. The parent’s writes do.',
      shownBy: 'forks',
    },
  ],
};
