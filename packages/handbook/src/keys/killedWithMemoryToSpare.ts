import type { LabKey } from '../lab.ts';
import { explanation, predicted, tookPart } from './items.ts';

export const killedWithMemoryToSpareKey: LabKey = {
  rubric: {
    items: [
      {
        kind: 'automatic',
        id: 'limit-killed',
        title: 'A limit killed while RAM was free',
        scope: 'group',
        outOf: 300,
        earned: 'kills.exists(k, k.cgroup != "" && commit(k.seq - 1).freeKb > 16384)',
        evidence: 'kills.filter(k, k.cgroup != "")',
        whenNot: 'No kill here was by the limit of a group.',
      },
      tookPart(2, 200),
      predicted('victim', 'Predicted who dies at the limit', 100),
      explanation(
        'Explains a kill by a limit',
        400,
        'Full points: the limit is of the group, the candidates are its processes alone, free RAM and larger processes outside play no part; names who asked and who died. Half: says “limit reached” without saying who is chosen.',
      ),
    ],
  },
  outcomes: {},
  doneWhen: {
    database: 'entries.exists(e, e.verb == "touch" && e.process == "db")',
    containers: 'entries.exists(e, e.verb == "touch" && e.process == "app")',
    side: 'entries.exists(e, e.verb == "touch" && e.process == "side")',
    limit: 'kills.exists(k, k.cgroup == "pod")',
    group: 'kills.exists(k, k.cgroup == "pod2")',
  },
  answers: [
    {
      prompt: 'victim',
      answer: 'app: it holds the most of those in the pod. side asked, and lives.',
      commonWrong: 'db, because it is the largest; or nobody, because RAM is free.',
      misconception:
        'That a kill needs a machine without memory. A limit is enough, and it looks for its victim inside the group.',
      shownBy: 'kills.filter(k, k.cgroup == "pod")',
    },
    {
      prompt: 'why',
      answer:
        'The pod was at its memory.max. The kernel then frees memory inside the pod by a kill there; the node’s free memory may not be used by it.',
      commonWrong: 'The node had too little memory for a moment, and the dashboard missed it.',
      misconception: 'That OOMKilled means the node ran out of memory.',
      shownBy: 'kills',
    },
  ],
};
