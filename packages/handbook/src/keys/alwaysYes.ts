import type { LabKey } from '../lab.ts';
import { explanation, predicted, tookPart } from './items.ts';

export const alwaysYesKey: LabKey = {
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
      predicted('big', 'Predicted what the single large request answers', 100),
      explanation(
        'Compares the three modes by their rule, not only by their outcome',
        400,
        'Full points: mode 0 looks at each request alone, 1 grants everything, 2 counts all promises, and what each costs. Half: lists outcomes without the rule.',
      ),
    ],
  },
  outcomes: {
    big: {
      by: 'entries.filter(e, e.verb == "mmap" && e.line.contains(" 300M "))',
      choices: {
        ok: 'entries.exists(e, e.seq == at && e.ok)',
        ENOMEM: 'entries.exists(e, e.seq == at && e.result == "ENOMEM")',
        'the killer strikes': 'kills.exists(k, k.seq == at)',
      },
    },
  },
  doneWhen: {
    fill: 'entries.exists(e, e.verb == "touch" && e.ok && e.pages >= 25000)',
    forks: 'forks.filter(f, f.verb == "fork").size() >= 3',
    grants: 'entries.filter(e, e.verb == "mmap" && e.line.contains(" 200M ")).size() >= 2',
    big: 'entries.exists(e, e.verb == "mmap" && e.line.contains(" 300M "))',
  },
  answers: [
    {
      prompt: 'big',
      answer:
        'Mode 0: ENOMEM, because one request is larger than all RAM and swap. Mode 1: ok. Mode 2: ENOMEM, because all promises are counted.',
      commonWrong:
        'ok under mode 0, because 400 MiB had been granted before; or ENOMEM because 400 MiB had been granted before.',
      misconception: 'That mode 0 adds up what it has promised. It looks at each request alone.',
      shownBy: 'refusals',
    },
    {
      prompt: 'why',
      answer:
        'Mode 2 for a server that must not be killed: it refuses early and wastes RAM that is promised and never used. Mode 1 for one that forks to save itself. Mode 0 refuses only the absurd.',
      commonWrong: 'Mode 0, because it checks.',
      misconception: 'That the heuristic protects from a shortage. It does not count promises.',
      shownBy: 'forks',
    },
  ],
};
