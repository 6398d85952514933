import { type Lab, MIB_IN_KB } from '../lab.ts';
import { GUESS, NEVER } from '../variants.ts';
import { explanation, predicted, tookPart } from './items.ts';

/** Something about the child `p` of the fork `f`, at the child's exec. */
const afterExec = (what: string): string =>
  `forks.exists(f, f.execedAt == at && processes(at).exists(p, p.name == f.child && ${what}))`;

export const execSavesTheDay: Lab = {
  number: 3,
  slug: 'exec-saves-the-day',
  title: 'Exec saves the day',
  claim: 'The child usually calls exec at once, and the promise is never used.',
  idea: 'A shell that starts a program forks first and execs at once. Between the two calls the machine owes the shell’s memory twice; after the exec it owes the small program’s. That is why overcommit looks reasonable: most promises are never called in.',
  whatYouWillSee: [
    'The promise rises at the fork and falls at the exec, and used memory hardly moves.',
    'The parent sits in wait, and resumes when the child exits.',
    'Under mode 2 the short promise must fit into the limit as well: a shell of 70 MiB cannot start a small program there.',
  ],
  finerTruth:
    'exec charges one page, the first of the new stack, while the old image is still there; the rest of the new image is charged when the old one is gone. A refusal then ends the process: there is no image to go back to. And not every child execs: Redis forks to read a snapshot of its own memory.',
  steps: [
    {
      who: 'anyone',
      text: 'Start a shell that has grown to 70 MiB.',
      lines: ['spawn sh', 'mmap sh heap 70M rw private', 'touch sh heap 0 70M w'],
    },
    {
      who: 'anyone',
      text: 'Run a program the old way: fork, wait, exec, exit. Watch the promised bar at each step.',
      lines: ['fork sh ls', 'wait sh', 'exec ls', 'exit ls 0'],
    },
    {
      who: 'anyone',
      text: 'Now let a child fork a child that forks a child, before any of them execs.',
      lines: ['fork sh a', 'fork a b', 'fork b c', 'exec c', 'exec b', 'exit a 0'],
    },
    { who: 'anyone', text: 'Do the same under overcommit 2, and find the call that is refused.' },
  ],
  questions: [
    'How long did the machine owe twice the shell’s memory, in log entries?',
    'A real shell sits in wait() until the child exits. Why can it not need the doubly promised memory meanwhile?',
    'Which of the three generations would have needed the promise?',
  ],
  minutes: 15,
  people: { from: 1, to: 4 },
  needs: ['linux-6.1'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 0, seed: 3 },
  variants: [GUESS, NEVER],
  script: [],
  story: [
    { hand: 'ana', line: 'spawn sh' },
    { hand: 'ana', line: 'mmap sh heap 70M rw private' },
    { hand: 'ana', line: 'touch sh heap 0 70M w' },
    { hand: 'ana', line: 'fork sh ls' },
    { hand: 'ana', line: 'wait sh' },
    { hand: 'ana', line: 'exec ls' },
    { hand: 'ana', line: 'exit ls 0' },
    { hand: 'ben', line: 'spawn make' },
  ],
  prompts: [
    {
      id: 'after',
      kind: 'prediction',
      text: 'The shell forks and its child execs. How much is promised for the child then?',
      choices: ['as much as for the shell', 'half of it', 'under 1 MiB', 'nothing', 'there is no child'],
      outcome: {
        by: 'forks.filter(f, f.ok && f.execedAt > 0).map(f, f.execedAt) + refusals.filter(r, r.verb == "fork").map(r, r.seq)',
        choices: {
          'as much as for the shell': afterExec('p.chargedKb * 4 >= f.askedKb * 3'),
          'half of it': afterExec('p.chargedKb * 4 >= f.askedKb && p.chargedKb * 4 < f.askedKb * 3'),
          'under 1 MiB': afterExec('p.chargedKb > 0 && p.chargedKb < 1024'),
          nothing: afterExec('p.chargedKb == 0'),
          'there is no child': 'refusals.exists(r, r.verb == "fork" && r.seq == at)',
        },
      },
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'Why did the designers of Unix not mind the short double promise? When does it hurt?',
    },
  ],
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
      explanation('Says when the promise rises and falls, and who never calls exec', 400),
    ],
  },
};
