import { type Lab, MIB_IN_KB } from '../lab.ts';
import { GUESS, NEVER } from '../variants.ts';
import { explanation, predicted, tookPart } from './items.ts';

export const theKnobs: Lab = {
  number: 7,
  slug: 'the-knobs',
  title: 'The knobs',
  claim: 'Since 2.6 overcommit can be turned off by variables, but it is on by default.',
  idea: 'Three variables decide most of it. vm/overcommit_memory chooses the rule. vm/overcommit_ratio says which share of RAM may be promised under the strict rule. oom_score_adj moves one process up or down the killer’s list. Turn them one at a time, on the same machine, and see which question each one answers.',
  whatYouWillSee: [
    'The limit on the commit gauge move with the ratio, and bite only under mode 2.',
    'A protected database live while two others die for it.',
    'That switching to mode 2 late does not take back what was already promised.',
  ],
  finerTruth:
    'Even mode 2 is no guarantee against the killer: the kernel’s own memory is not in the count, and a ratio near or over 100 promises it away. oom_score_adj of −1000 exempts a process from the choice; it still dies with a victim whose memory it shares. Every owner may raise it, and lower it only as far as root last set it. Mode 2 came with 2.6.0, oom_score_adj with 2.6.36.',
  steps: [
    {
      who: 'anyone',
      text: 'As staff or on your own machine: protect one process and expose another.',
      lines: ['spawn db', 'spawn web', 'spawn job', 'oom_score_adj db -900', 'oom_score_adj job 200'],
    },
    {
      who: 'anyone',
      text: 'Fill them: db 120 MiB, web 60 MiB, job 30 MiB.',
      lines: [
        'mmap db pool 120M rw private',
        'touch db pool 0 120M w',
        'mmap web w 60M rw private',
        'touch web w 0 60M w',
        'mmap job j 200M rw private',
        'touch job j 0 30M w',
      ],
    },
    {
      who: 'anyone',
      text: 'Let web run the machine out of memory. Who dies, and in which order?',
      lines: ['mmap web x 200M rw private', 'touch web x 0 100M w'],
    },
    {
      who: 'anyone',
      text: 'Start again with mode 2 and a ratio of 80, then with 30, and find the first refusal of each. In an assignment both are set under “Start again”; as root they can be typed.',
      lines: ['sysctl vm/overcommit_memory 2', 'sysctl vm/overcommit_ratio 80'],
    },
  ],
  questions: [
    'db holds the most memory and lives. Put its score and that of web into one table, term by term.',
    'You lower the ratio below what is promised already. What happens to running processes, and what to the next request?',
    'An ordinary user may raise the oom_score_adj of an own process, but lower it only to what root last set. Why?',
  ],
  minutes: 30,
  people: { from: 1, to: 4 },
  needs: ['linux-6.1'],
  machine: { memKb: 256 * MIB_IN_KB, swapKb: 0, seed: 7 },
  variants: [GUESS, NEVER],
  tunables: ['vm/overcommit_memory', 'vm/overcommit_ratio'],
  script: [],
  story: [
    { hand: 'staff', line: 'spawn db' },
    { hand: 'ana', line: 'spawn web' },
    { hand: 'ben', line: 'spawn job' },
    { hand: 'staff', line: 'oom_score_adj db -900' },
    { hand: 'ben', line: 'oom_score_adj job 200' },
    { hand: 'staff', line: 'mmap db pool 120M rw private' },
    { hand: 'staff', line: 'touch db pool 0 120M w' },
    { hand: 'ana', line: 'mmap web w 60M rw private' },
    { hand: 'ana', line: 'touch web w 0 60M w' },
    { hand: 'ben', line: 'mmap job j 200M rw private' },
    { hand: 'ben', line: 'touch job j 0 30M w' },
    { hand: 'ana', line: 'mmap web x 200M rw private' },
    { hand: 'ana', line: 'touch web x 0 100M w' },
  ],
  prompts: [
    {
      id: 'first',
      kind: 'prediction',
      text: 'With db at −900 and job at +200, who dies first under {kernel}?',
      choices: 'live processes',
    },
    {
      id: 'why',
      kind: 'explanation',
      text: 'Which knob would you turn on a machine that must keep its database, and what is the price?',
    },
  ],
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
      explanation('Says what each of the three knobs decides, and its price', 400),
    ],
  },
};
