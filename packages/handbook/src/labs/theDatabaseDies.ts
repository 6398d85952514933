import { type Lab, MIB_IN_KB, type StoryLine } from '../lab.ts';
import { GUESS, NEVER, SOLARIS } from '../variants.ts';
import { predicted } from './items.ts';

/** Ben's cache, touched in ten pieces of 10 MiB each. Under guess the killer strikes in the sixth. */
const TOUCHES: StoryLine[] = Array.from({ length: 10 }, (_, piece) => ({
  hand: 'ben',
  line: `touch web cache ${piece === 0 ? '0' : `${piece * 10}M`} 10M w`,
}));

const diedInPiece = (piece: number): string =>
  `kills.exists(k, k.seq == at) && entries.filter(e, e.verb == "touch" && e.process == "web" && e.seq <= at).size() == ${piece}`;

export const theDatabaseDies: Lab = {
  number: 4,
  slug: 'the-database-dies',
  title: 'The database dies',
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
    'The killer counts resident pages, and pages shared after a fork count in full for both processes. So db and bgsave score nearly the same here, and web, which asked for the fatal page, scores far less. The killer of Linux 6.1 knows no “important”: only oom_score_adj tells it, and nobody set it.',
  steps: [
    {
      who: 'first',
      text: 'Start a database and give it a pool of 110 MiB. Touch all of it: only now does it cost RAM.',
      lines: ['spawn db', 'mmap db pool 110M rw private', 'touch db pool 0 110M w'],
    },
    {
      who: 'first',
      text: 'Back it up the way Redis does: fork a child that only reads the memory it shares, and saves it. Meanwhile db goes on writing, 60 MiB of its pool: each of these pages must be copied first.',
      lines: ['fork db bgsave', 'touch db pool 0 60M w'],
    },
    {
      who: 'second',
      text: 'Start a web server and map a cache of 200 MiB. It is granted at once.',
      lines: ['spawn web', 'mmap web cache 200M rw private'],
    },
    {
      who: 'anyone',
      text: 'Stop. Look at the scores under “Everyone” and predict, each for yourself: who dies, and in which piece?',
    },
    {
      who: 'second',
      text: 'Touch the cache in pieces of 10 MiB, and watch the used bar. Go on with 20M, 30M, … in place of the first 10M.',
      lines: ['touch web cache 0 10M w', 'touch web cache 10M 10M w'],
    },
    {
      who: 'anyone',
      text: 'Open the decision card of the kill. Find the margin: how much less would have saved the database?',
    },
    {
      who: 'anyone',
      text: 'Start again under overcommit 2 or Solaris and send the same commands. Find the first one whose answer differs.',
    },
  ],
  questions: [
    'Who asked for the page that was not there, and who paid for it?',
    'Why does the child bgsave score almost as much as db, although it only reads?',
    'Would setting oom_score_adj of db to −500 have saved it? Who would have died instead?',
    'Under strict accounting the fork is refused although more than 100 MiB of RAM are free. Is that a waste, or a promise kept?',
  ],
  minutes: 30,
  people: { from: 1, to: 6 },
  needs: ['linux-6.1', 'solaris-10'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 0, seed: 4 },
  variants: [GUESS, NEVER, SOLARIS],
  script: [],
  story: [
    { hand: 'ana', line: 'spawn db' },
    { hand: 'ana', line: 'mmap db pool 110M rw private' },
    { hand: 'ana', line: 'touch db pool 0 110M w' },
    { hand: 'ana', line: 'fork db bgsave' },
    { hand: 'ana', line: 'touch db pool 0 60M w' },
    { hand: 'ben', line: 'spawn web' },
    { hand: 'ben', line: 'mmap web cache 200M rw private' },
    ...TOUCHES,
  ],
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
      outcome: {
        by: 'kills.map(k, k.seq) + refusals.filter(r, r.verb == "fork").map(r, r.seq)',
        choices: {
          fourth: diedInPiece(4),
          fifth: diedInPiece(5),
          sixth: diedInPiece(6),
          seventh: diedInPiece(7),
          never: 'refusals.exists(r, r.seq == at)',
        },
      },
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'Why this process? Name what the killer counts, and what it does not count.',
    },
  ],
  rubric: {
    items: [
      {
        kind: 'automatic',
        id: 'innocent-victim',
        title: 'An OOM kill whose victim had not asked',
        scope: 'group',
        outOf: 300,
        earned: 'kills.exists(k, k.victim != k.trigger)',
        evidence: 'kills.filter(k, k.victim != k.trigger)',
        whenEarned: 'The killer took a process that was not the one asking for memory.',
        whenNot: 'No kill in this log took a process other than the one that was asking.',
      },
      {
        kind: 'automatic',
        id: 'everyone-acted',
        title: 'Every member sent at least three commands',
        scope: 'member',
        outOf: 200,
        earned: 'size(mine) >= 3 ? 1.0 : double(size(mine)) / 3.0',
        evidence: 'mine',
        whenEarned: 'Three commands or more.',
        whenNot: 'Fewer than three commands; a third of the points for each.',
      },
      {
        kind: 'automatic',
        id: 'fork-refused',
        title: 'Bonus: a fork was refused with ENOMEM under strict accounting',
        scope: 'group',
        outOf: 100,
        isBonus: true,
        earned: 'refusals.exists(r, r.verb == "fork" && r.errno == "ENOMEM")',
        evidence: 'refusals.filter(r, r.verb == "fork" && r.errno == "ENOMEM")',
        whenEarned: 'A fork met the commit limit and was refused.',
        whenNot: 'No fork was refused on this machine.',
      },
      { ...predicted('victim', 'Bonus: predicted who dies', 100), isBonus: true },
      {
        kind: 'manual',
        id: 'explanation',
        title: 'Explains what the killer counts, and not who asked',
        scope: 'member',
        outOf: 500,
        guidance:
          'Full points: names resident pages, that shared pages count for both, the margin, and what strict accounting would have done. Half: names size only.',
      },
    ],
  },
};
