import { findTaughtLab, type TaughtLab } from '@overcommit/handbook/teaching';

/** Fixed ids, so that a second seeding finds the results of the first. */
export const COURSE = 'demo-course';

type DemoAssignment = { id: string; title: string; lab: TaughtLab };
const assignment = (id: string, slug: string): DemoAssignment => {
  const lab = findTaughtLab(slug);
  if (!lab) throw new Error(`the handbook has no lab ${slug}`);
  return { id, title: lab.title, lab };
};
/** Graded and released. */
export const PAST = assignment('demo-past-assignment', 'fork-doubles-the-bill');
/** Under way: the first group has not begun. */
export const PRESENT = assignment('demo-assignment', 'the-database-dies');

export type DemoPerson = {
  key: string;
  name: string;
  role: 'instructor' | 'assistant' | 'student';
  /** Number of the group; null for staff. */
  group: number | null;
};

const student = (name: string, group: number): DemoPerson => ({
  key: name.toLowerCase(),
  name,
  role: 'student',
  group,
});

export const PEOPLE: DemoPerson[] = [
  { key: 'instructor', name: 'Ines Instructor', role: 'instructor', group: null },
  { key: 'assistant', name: 'Alex Assistant', role: 'assistant', group: null },
  ...['Ana', 'Ben', 'Cem'].map((name) => student(name, 1)),
  ...['Dora', 'Emil'].map((name) => student(name, 2)),
  ...['Fatma', 'Goran'].map((name) => student(name, 3)),
  ...['Hana', 'Ivo'].map((name) => student(name, 4)),
  ...['Jale', 'Karl'].map((name) => student(name, 5)),
  ...['Lena', 'Milo'].map((name) => student(name, 6)),
];

export const GROUPS = [1, 2, 3, 4, 5, 6].map((number) => ({ number, name: `Group ${number}` }));

export const emailOf = ({ key }: DemoPerson): string => `${key}@demo.local`;
export const idOf = ({ key }: DemoPerson): string => `demo-${key}`;
export const groupIdOf = ({ number }: { number: number }): string =>
  number === 1 ? 'demo-group' : `demo-group-${number}`;
