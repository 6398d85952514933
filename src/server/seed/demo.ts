import { makeGroupMachines } from '../commands/groupWork.ts';
import { labBySlug } from '../commands/labs.ts';
import { hashPassword, setPassword } from '../commands/passwords.ts';
import type { Tx } from '../db.ts';
import type { Services } from '../services.ts';

export const DEMO_PASSWORD = 'overcommit-demo';
/** Fixed ids, so that a second seeding finds the results of the first. */
const COURSE = 'demo-course';
const GROUP = 'demo-group';
const ASSIGNMENT = 'demo-assignment';
const LAB = 'the-database-dies';
/** Any number: the lock that keeps two processes from seeding at once. */
const SEED_LOCK = 20_070_103;
const SEED_MS = 120_000;

const PEOPLE = [
  { key: 'instructor', name: 'Ines Instructor', role: 'instructor' },
  { key: 'assistant', name: 'Alex Assistant', role: 'assistant' },
  { key: 'ana', name: 'Ana', role: 'student' },
  { key: 'ben', name: 'Ben', role: 'student' },
  { key: 'cem', name: 'Cem', role: 'student' },
] as const;
type DemoPerson = (typeof PEOPLE)[number];

const emailOf = ({ key }: DemoPerson): string => `${key}@demo.local`;
const idOf = ({ key }: DemoPerson): string => `demo-${key}`;

/** On the first run of the embedded database, or when SEED_DEMO says so. Never by default in public: the password is known. */
export async function shouldSeedDemo({ db, config }: Services): Promise<boolean> {
  if (config.seedDemo !== null) return config.seedDemo;
  return config.isEmbedded && config.isLocal && ((await isHalfSeeded(db)) || (await db.user.count()) === 0);
}

/** The next run completes a first run that was interrupted. */
async function isHalfSeeded(db: Services['db']): Promise<boolean> {
  const [people, machines] = await Promise.all([
    db.user.count({ where: { id: { in: PEOPLE.map(idOf) } } }),
    db.machine.count({ where: { assignmentId: ASSIGNMENT } }),
  ]);
  return people === PEOPLE.length && machines === 0 && (await db.course.count({ where: { id: COURSE } })) > 0;
}

/** The demo course: five people, one group, one assignment with its rubric, one machine ready. May be repeated. */
export async function seedDemo(services: Services): Promise<void> {
  await services.db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SEED_LOCK})`;
      const hash = await hashPassword(services, DEMO_PASSWORD);
      await services.db.$transaction((inner) => seedTables(inner, hash), { timeout: SEED_MS });
      await makeGroupMachines(services, { assignmentId: ASSIGNMENT, createdBy: 'demo-instructor' });
    },
    { timeout: SEED_MS },
  );
  services.log.info('the demo course is there');
}

async function seedTables(tx: Tx, hash: string): Promise<void> {
  await tx.course.upsert({
    where: { id: COURSE },
    create: { id: COURSE, name: 'Operating Systems (demo)' },
    update: {},
  });
  await tx.group.upsert({
    where: { id: GROUP },
    create: { id: GROUP, courseId: COURSE, name: 'Group 1' },
    update: {},
  });
  for (const person of PEOPLE) await seedPerson(tx, { person, hash });
  const lab = labBySlug(LAB);
  await tx.assignment.upsert({
    where: { id: ASSIGNMENT },
    create: { id: ASSIGNMENT, courseId: COURSE, title: lab.title, labSlug: LAB, rubric: lab.rubric },
    update: {},
  });
}

async function seedPerson(tx: Tx, { person, hash }: { person: DemoPerson; hash: string }): Promise<void> {
  const userId = idOf(person);
  const email = emailOf(person);
  if (await tx.user.findUnique({ where: { email } })) return;
  await tx.user.create({ data: { id: userId, email, name: person.name, emailVerified: true } });
  await setPassword(tx, { userId, hash });
  await tx.enrollment.create({
    data: {
      id: `${COURSE}-${person.key}`,
      courseId: COURSE,
      userId,
      role: person.role,
      groupId: person.role === 'student' ? GROUP : null,
    },
  });
}

/** Lines that tell how to get into the demo course; null without one. */
export async function demoAccounts({ db }: Services): Promise<string[] | null> {
  if (!(await db.course.findUnique({ where: { id: COURSE } }))) return null;
  return [`demo accounts (password ${DEMO_PASSWORD}):`, ...PEOPLE.map((person) => `  ${emailOf(person)}`)];
}
