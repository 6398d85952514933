import type { LabKey } from '../lab.ts';
import { explanation, predicted, tookPart } from './items.ts';

export const aixWarnsFirstKey: LabKey = {
  rubric: {
    items: [
      tookPart(4, 300),
      predicted('victim', 'Predicted who is killed first', 100),
      explanation(
        'Names both thresholds and who is exempt',
        600,
        'Full points: npswarn and npskill, what happens at each, the youngest dies, those that handle SIGDANGER and early allocators are exempt. Half: both thresholds without who is chosen.',
      ),
    ],
  },
  outcomes: {},
  doneWhen: {
    database: 'entries.filter(e, e.verb == "tick").size() >= 1',
    cache: 'entries.exists(e, e.verb == "sigdanger") && entries.filter(e, e.verb == "tick").size() >= 2',
    batch: 'entries.filter(e, e.verb == "tick").size() >= 3',
    job: 'entries.exists(e, e.verb == "touch" && e.process == "job")',
    warn: 'entries.filter(e, e.verb == "touch" && e.process == "batch").size() >= 3',
    kill: 'kills.size() >= 2 || entries.filter(e, e.verb == "touch" && e.process == "batch").size() >= 5',
  },
  answers: [
    {
      prompt: 'victim',
      answer: 'job: the youngest process, with 4 MiB. Then batch. cache listens and is exempt; db is old.',
      commonWrong: 'batch, because it is large, asks, and does not listen.',
      misconception: 'That every killer looks for the largest. AIX takes the youngest.',
      shownBy: 'kills',
    },
    {
      prompt: 'why',
      answer:
        'SIGDANGER lets each program decide what it can give back; who listens is spared. The OOM killer decides alone, by size and oom_score_adj.',
      commonWrong: 'A warning is kinder, so it solves the problem.',
      misconception: 'That programs react. Most ignore the signal, as batch does.',
      shownBy: 'kills',
    },
  ],
};
