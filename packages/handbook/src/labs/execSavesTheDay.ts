import { type Lab, type LabStep, MIB_IN_KB } from '../lab.ts';
import { storyOf } from '../play.ts';
import { GUESS, NEVER } from '../variants.ts';

const STEPS: LabStep[] = [
  {
    id: 'grow',
    who: 'anyone',
    say: 'Start a shell that has grown to 70 MiB.',
    lines: ['spawn sh', 'mmap sh heap 70M rw private', 'touch sh heap 0 70M w'],
    look: 'The promised bar: about 70 MiB.',
  },
  {
    id: 'predict',
    who: 'anyone',
    say: 'Stop. Next the shell runs a program the old way: fork, wait, exec. Predict.',
    ask: 'after',
  },
  {
    id: 'run',
    who: 'anyone',
    say: 'Run a program: fork, wait, exec.',
    lines: ['fork sh ls', 'wait sh', 'exec ls'],
    look: 'The promised bar after each line.',
  },
  { id: 'exit', who: 'anyone', say: 'Let the program end.', lines: ['exit ls 0'], look: 'The shell goes on.' },
  {
    id: 'nested',
    who: 'anyone',
    say: 'Now a child forks a child that forks a child, before any of them execs.',
    lines: ['fork sh a', 'fork a b', 'fork b c', 'exec c', 'exec b', 'exit a 0'],
    look: 'How high does the promised bar go, and which exec takes how much of it back?',
  },
  { id: 'again', who: 'anyone', say: 'Send the same lines under overcommit 2.', again: [NEVER] },
];

export const execSavesTheDay: Lab = {
  number: 3,
  slug: 'exec-saves-the-day',
  title: 'Exec saves the day',
  plainTitle: 'A shell runs a program',
  claim: 'The child usually calls exec at once, and the promise is never used.',
  idea: 'A shell that starts a program forks first and execs at once. Between the two calls the machine owes the shell’s memory twice; after the exec it owes the small program’s. That is why overcommit looks reasonable: most promises are never called in.',
  whatYouWillSee: [
    'The promise rises at the fork and falls at the exec, and used memory hardly moves.',
    'The parent sits in wait, and resumes when the child exits.',
    'Under mode 2 the short promise must fit into the limit as well: a shell of 70 MiB cannot start a small program there.',
  ],
  finerTruth:
    'exec charges one page, the first of the new stack, while the old image is still there; the rest of the new image is charged when the old one is gone. A refusal then ends the process: there is no image to go back to. And not every child execs: Redis forks to read a snapshot of its own memory.',
  steps: STEPS,
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
  story: storyOf(STEPS),
  prompts: [
    {
      id: 'after',
      kind: 'prediction',
      text: 'The shell forks and waits, and its child execs. What becomes of the second promise?',
      choices: [
        'it is given back at the exec',
        'it grows again, for the new program',
        'it stays until the child exits',
        'it is never made: the fork is refused',
      ],
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'Why did the designers of Unix not mind the short double promise? When does it hurt?',
    },
  ],
};
