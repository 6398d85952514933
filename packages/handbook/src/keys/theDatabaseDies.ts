import type { LabKey } from '../lab.ts';
import { predicted } from './items.ts';

const diedInPiece = (piece: number): string =>
  `kills.exists(k, k.seq == at) && entries.filter(e, e.verb == "touch" && e.process == "web" && e.seq <= at).size() == ${piece}`;

export const theDatabaseDiesKey: LabKey = {
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
  outcomes: {
    piece: {
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
  doneWhen: {
    database: 'entries.exists(e, e.verb == "touch" && e.ok && e.pages >= 20000)',
    backup:
      'forks.exists(f, f.verb == "fork" && entries.exists(e, e.verb == "touch" && e.process == f.parent && e.seq > f.seq))',
    web: 'entries.exists(e, e.verb == "mmap" && e.line.contains(" 200M "))',
    touch: 'kills.size() > 0 || entries.filter(e, e.verb == "touch" && e.region == "cache").size() >= 10',
  },
  answers: [
    {
      prompt: 'victim',
      answer: 'db: it holds the most, 110 MiB. web asked for the page and holds about 50.',
      commonWrong: 'web, because it asks; or bgsave, because it is the newest.',
      misconception:
        'That the killer punishes who asks, or that it knows what is important. It counts what each process holds.',
      shownBy: 'kills',
    },
    {
      prompt: 'piece',
      answer:
        'In the sixth: five pieces of 10 MiB fit into the 55 MiB that were free. Under strict accounting never: the fork is refused.',
      commonWrong: 'When the 200 MiB of the cache are used up.',
      misconception: 'That mmap took the memory. Only touching does.',
      shownBy: 'kills',
    },
    {
      prompt: 'why',
      answer:
        'The killer counts resident pages, swap and page tables, and oom_score_adj. It does not count who asked, what was promised, or how important a process is. Pages shared after the fork count in full for both.',
      commonWrong: 'Because db had asked for the most memory.',
      misconception: 'That promised memory counts. In Linux 6.1 only held memory does.',
      shownBy: 'kills',
    },
  ],
};
