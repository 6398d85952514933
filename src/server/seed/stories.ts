import type { StoryLine } from '@overcommit/handbook';
import { PAST, PRESENT } from './people.ts';

/** What a group of the demo course does: its lines, what its members write, and whether it hands in. */
export type Story = {
  group: number;
  lines: StoryLine[];
  /** By the place of the member in the group. */
  answers: (string | null)[];
  isHandedIn: boolean;
  /** An assistant's points for the answers, in hundredths, with a note. */
  grades?: ({ points: number; note: string } | null)[];
};

const fork = PAST.lab.story;
const database = PRESENT.lab.story;
const ben = (line: string): StoryLine => ({ hand: 'ben', line });

/** Everybody of a group does something: the second member forks as well. */
const BOTH_FORK = [...fork, ben('spawn till'), ben('mmap till cash 8M rw private'), ben('fork till copy')];

export const PAST_STORIES: Story[] = [
  {
    group: 1,
    lines: BOTH_FORK,
    answers: [
      'At #4 the kernel promised that the child may write all of its 40 MiB. It paid only for the page tables; the pages are shared until somebody writes.',
      'It promised a second 40 MiB. The first real cost came at #5, when the child wrote 10 MiB.',
      'It copied nothing, so it promised nothing.',
    ],
    isHandedIn: true,
    grades: [
      { points: 400, note: 'Exactly: promised at the fork, paid for at the write.' },
      { points: 350, note: 'Right. Which bar of the gauge shows it?' },
      { points: 50, note: 'It copied nothing, and promised all of it: look at the commit gauge at #4.' },
    ],
  },
  {
    group: 2,
    lines: BOTH_FORK,
    answers: ['The pages of the child, which are the same pages until one of both writes.', 'Memory for the child.'],
    isHandedIn: true,
    grades: [
      { points: 300, note: 'When are they paid for?' },
      { points: 150, note: 'How much, and when?' },
    ],
  },
  {
    group: 3,
    lines: fork,
    answers: ['40 MiB for the copy on write that may come.', null],
    isHandedIn: true,
    grades: [
      { points: 350, note: 'And where do you see it?' },
      { points: 0, note: 'No answer.' },
    ],
  },
  // It forgot to hand in: the deadline did it.
  {
    group: 4,
    lines: BOTH_FORK,
    answers: [
      'A private copy of everything the parent had touched.',
      'Nothing is paid at the fork but page tables, see #4.',
    ],
    isHandedIn: false,
    grades: [
      { points: 300, note: '' },
      { points: 400, note: 'Good: with the entry.' },
    ],
  },
  {
    group: 5,
    lines: fork.slice(0, 3),
    answers: [null, 'We did not come to the fork.'],
    isHandedIn: true,
    grades: [
      { points: 0, note: 'No answer.' },
      { points: 0, note: 'Come to the lab hour, it takes one more line.' },
    ],
  },
  {
    group: 6,
    lines: BOTH_FORK,
    answers: ['The second 40 MiB; it hopes that the child calls exec.', 'That both may write.'],
    isHandedIn: true,
    grades: [
      { points: 400, note: 'And names why it hopes so.' },
      { points: 300, note: '' },
    ],
  },
];

export const PRESENT_STORIES: Story[] = [
  {
    group: 2,
    lines: database,
    answers: [
      'db held the most resident pages. web asked for the page, but the killer does not ask who asked.',
      'The killer counts resident pages and swap. It does not count what was only promised.',
    ],
    isHandedIn: true,
  },
  { group: 3, lines: database, answers: ['Because db was the largest.', null], isHandedIn: true },
  {
    group: 4,
    lines: database.slice(0, -4),
    answers: ['So far nobody died.', null],
    isHandedIn: false,
  },
  {
    group: 5,
    lines: [...database, ben('spawn web2'), ben('mmap web2 cache 20M rw private')],
    answers: [
      'bgsave shares its pages with db, and they count in full for both: it nearly died instead.',
      'The margin on the card is what decides.',
    ],
    isHandedIn: true,
  },
  { group: 6, lines: database.slice(0, 5), answers: [null, null], isHandedIn: false },
];
