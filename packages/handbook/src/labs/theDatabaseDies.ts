import { type Lab, type LabStep, MIB_IN_KB } from '../lab.ts';
import { storyOf } from '../play.ts';
import { GUESS, NEVER, SOLARIS } from '../variants.ts';

const PIECES = 10;

/** The cache is touched in ten pieces of 10 MiB each. */
const touchPiece = (piece: number): string => `touch web cache ${piece === 0 ? '0' : `${piece * 10}M`} 10M w`;

const STEPS: LabStep[] = [
  {
    id: 'database',
    who: 'first',
    say: 'Start a database with a pool of 110 MiB. Touch the first 80 MiB: only now do they cost RAM.',
    lines: ['spawn db', 'mmap db pool 110M rw private', 'touch db pool 0 80M w'],
    look: 'The used bar moves with the touch, not with mmap.',
  },
  {
    id: 'backup',
    who: 'first',
    say: 'Back it up the way Redis does: fork a child that saves the memory it shares. Meanwhile db goes on writing: 60 MiB that it shares, and 30 MiB more.',
    lines: ['fork db bgsave', 'touch db pool 20M 90M w'],
    look: 'Each shared page that db writes is copied first.',
  },
  {
    id: 'web',
    who: 'second',
    say: 'Start a web server and map a cache of 200 MiB.',
    lines: ['spawn web', 'mmap web cache 200M rw private'],
    look: 'The promised bar, beside all the RAM there is.',
  },
  {
    id: 'predict',
    who: 'anyone',
    say: 'Stop. Next web touches its cache until memory runs out. Look at what each process holds, and predict.',
    ask: 'victim',
  },
  {
    id: 'touch',
    who: 'second',
    say: 'Touch the cache, 10 MiB at a time.',
    lines: Array.from({ length: PIECES }, (_, piece) => touchPiece(piece)),
    look: 'The used bar. When something happens, open its card under “Why” and find the margin.',
  },
  {
    id: 'again',
    who: 'anyone',
    say: 'Send the same lines under strict accounting. Which is the first one whose answer differs, and who dies?',
    again: [NEVER, SOLARIS],
  },
];

export const theDatabaseDies: Lab = {
  number: 4,
  slug: 'the-database-dies',
  title: 'The database dies',
  plainTitle: 'A database, its backup, a web server',
  claim:
    'When the promised memory is really needed and cannot be found, the out-of-memory killer picks a process, and it may pick an important one.',
  idea: 'Linux grants more memory than it has. Nothing happens until somebody touches a page that is not there. Then the kernel has to kill a process, and it asks who holds the most, not who asked last. A database that did nothing wrong holds the most.',
  whatYouWillSee: [
    'Two people, three processes, 256 MiB of RAM: every request is answered with “ok”.',
    'The promised bar runs past the limit and past all the RAM there is, while used memory grows only with the touches.',
    'Ben touches one more piece of his own cache, and Ana’s database dies. The decision card shows who asked, who was chosen, and by how little.',
    'The same commands under strict accounting: the fork is refused with ENOMEM, and no process dies.',
  ],
  finerTruth:
    'The killer counts resident pages, and pages shared after a fork count in full for both processes. So bgsave scores its 80 MiB in full although it only reads, db scores all that it holds, and web, which asked for the fatal page, scores far less. The killer of Linux 6.1 knows no “important”: only oom_score_adj tells it, and nobody set it.',
  steps: STEPS,
  questions: [
    'Who asked for the page that was not there, and who paid for it?',
    'Why does the child bgsave score 80 MiB, although it only reads?',
    'Would setting oom_score_adj of db to −500 have saved it? Who would have died instead?',
    'Under strict accounting the fork is refused although more than 100 MiB of RAM are free. Is that a waste, or a promise kept?',
  ],
  minutes: 30,
  people: { from: 1, to: 6 },
  needs: ['linux-6.1', 'solaris-10'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 0, seed: 4 },
  variants: [GUESS, NEVER, SOLARIS],
  script: [],
  story: storyOf(STEPS),
  prompts: [
    {
      id: 'victim',
      kind: 'prediction',
      text: 'When memory runs out under {kernel}, which process dies?',
      choices: 'live processes',
    },
    {
      id: 'piece',
      kind: 'prediction',
      text: 'In which piece of 10 MiB does it happen?',
      choices: ['fourth', 'fifth', 'sixth', 'seventh', 'never'],
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'Why this process? Name what the killer counts, and what it does not count.',
    },
  ],
};
