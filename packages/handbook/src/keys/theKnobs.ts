import type { LabKey } from '../lab.ts';
import { explanation, predicted, tookPart } from './items.ts';

export const theKnobsKey: LabKey = {
  rubric: {
    items: [
      {
        kind: 'automatic',
        id: 'turned-a-knob',
        title: 'A knob was turned',
        scope: 'group',
        outOf: 200,
        earned: '(entries + staff).exists(e, e.result == "ok" && (e.verb == "sysctl" || e.verb == "oom_score_adj"))',
        evidence: '(entries + staff).filter(e, e.result == "ok" && (e.verb == "sysctl" || e.verb == "oom_score_adj"))',
        whenNot: 'No sysctl and no oom_score_adj succeeded.',
      },
      {
        kind: 'automatic',
        id: 'db-lives',
        title: 'A kill happened, and it was not db',
        scope: 'group',
        outOf: 200,
        earned: 'size(kills) > 0 && !kills.exists(k, k.victim == "db")',
        evidence: 'kills',
        whenNot: 'Either nobody was killed, or db was.',
      },
      tookPart(3, 100),
      predicted('first', 'Predicted who dies first', 100),
      explanation(
        'Says what each of the three knobs decides, and its price',
        400,
        'Full points: mode, ratio (under mode 2 only) and oom_score_adj, each with what it decides and what it costs. Half: two of three.',
      ),
    ],
  },
  outcomes: {},
  doneWhen: {
    database: 'entries.exists(e, e.verb == "touch" && e.process == "db")',
    others: 'entries.exists(e, e.verb == "oom_score_adj")',
    fill: 'entries.exists(e, e.verb == "touch" && e.process == "web") && entries.exists(e, e.verb == "touch" && e.process == "job")',
    'run-out': 'kills.size() > 0 || entries.filter(e, e.verb == "touch" && e.process == "web").size() >= 2',
  },
  answers: [
    {
      prompt: 'first',
      answer:
        'job: +200 lifts it above web, although it holds 30 MiB. Then web. db holds the most and lives with −900.',
      commonWrong: 'db, because it holds the most; or web, because it asks.',
      misconception: 'That oom_score_adj is a small correction. Each point is a thousandth of RAM and swap.',
      shownBy: 'kills',
    },
    {
      prompt: 'why',
      answer:
        'oom_score_adj −900 or less for the database: the others die in its place. Or mode 2: nobody is surprised, but requests are refused while RAM is free.',
      commonWrong: 'overcommit_ratio: it protects the database.',
      misconception: 'That the ratio acts without mode 2. It is read only there.',
      shownBy: 'entries.filter(e, e.verb == "oom_score_adj")',
    },
  ],
};
