import type { LabKey } from '../lab.ts';
import { explanation, predicted, tookPart } from './items.ts';

/** Something about the child `p` of the fork `f`, at the child's exec. */
const afterExec = (what: string): string =>
  `forks.exists(f, f.execedAt == at && processes(at).exists(p, p.name == f.child && ${what}))`;

export const execSavesTheDayKey: LabKey = {
  rubric: {
    items: [
      {
        kind: 'automatic',
        id: 'fork-then-exec',
        title: 'A forked child called exec',
        scope: 'group',
        outOf: 300,
        earned: 'forks.exists(f, f.ok && f.execedAt > 0)',
        evidence: 'forks.filter(f, f.ok && f.execedAt > 0).map(f, f.execedAt)',
        whenNot: 'No child of a fork called exec successfully.',
      },
      tookPart(3, 200),
      predicted('after', 'Predicted what is promised after the exec', 100),
      explanation(
        'Says when the promise rises and falls, and who never calls exec',
        400,
        'Full points: rises at fork, falls at exec, because exec replaces the address space; names a program that forks and never execs. Half: says that it is short.',
      ),
    ],
  },
  outcomes: {
    after: {
      by: 'forks.filter(f, f.ok && f.execedAt > 0).map(f, f.execedAt) + refusals.filter(r, r.verb == "fork").map(r, r.seq)',
      choices: {
        'it is given back at the exec': afterExec('p.chargedKb * 4 < f.askedKb'),
        'it grows again, for the new program': afterExec('p.chargedKb * 4 > f.askedKb * 5'),
        'it stays until the child exits': afterExec('p.chargedKb * 4 >= f.askedKb'),
        'it is never made: the fork is refused': 'refusals.exists(r, r.verb == "fork" && r.seq == at)',
      },
    },
  },
  doneWhen: {
    grow: 'entries.exists(e, e.verb == "touch" && e.ok && e.pages >= 17000)',
    run: 'refusals.exists(r, r.verb == "fork") || forks.exists(f, f.execedAt > 0)',
    exit: 'entries.exists(e, e.verb == "exit")',
    nested: 'entries.filter(e, e.verb == "exit").size() >= 2',
  },
  answers: [
    {
      prompt: 'after',
      answer: 'It is given back at the exec: the old image goes, and the new program’s small one is charged.',
      commonWrong: 'It stays until the child exits.',
      misconception:
        'That the promise belongs to the process. It belongs to the address space, and exec replaces that.',
      shownBy: 'forks.filter(f, f.execedAt > 0).map(f, f.execedAt)',
    },
    {
      prompt: 'why',
      answer:
        'Between fork and exec there are two calls, and the parent waits: the second copy is never written. It hurts under strict accounting, and when the child does not exec.',
      commonWrong: 'Because memory was cheap.',
      misconception: 'That the designers did not see the cost.',
      shownBy: 'forks',
    },
  ],
};
