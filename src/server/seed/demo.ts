import { hashPassword, setPassword } from '../commands/passwords.ts';
import type { Tx } from '../db.ts';
import type { Services } from '../services.ts';
import { COURSE, type DemoPerson, emailOf, GROUPS, groupIdOf, idOf, PAST, PEOPLE, PRESENT } from './people.ts';
import { playTerm } from './term.ts';

export const DEMO_PASSWORD = 'overcommit-demo';
/** Any number: the lock that keeps two processes from seeding at once. */
const SEED_LOCK = 20_070_103;
const SEED_MS = 120_000;

/** On the first run of the embedded database, or when SEED_DEMO says so. Never by default in public: the password is known. */
export async function shouldSeedDemo({ db, config }: Services): Promise<boolean> {
  if (config.seedDemo !== null) return config.seedDemo;
  return config.isEmbedded && config.isLocal && ((await isHalfSeeded(db)) || (await db.user.count()) === 0);
}

/** The next run completes a first run that was interrupted. */
async function isHalfSeeded(db: Services['db']): Promise<boolean> {
  const [groups, done] = await Promise.all([
    db.group.count({ where: { id: { in: GROUPS.map(groupIdOf) } } }),
    db.audit.count({ where: { action: SEEDED, subject: COURSE } }),
  ]);
  return groups === GROUPS.length && done === 0;
}

/** Written when everything is there. */
const SEEDED = 'demo.seeded';

/** The demo course: six groups, an assignment that is under way and one that is graded and released. May be repeated. */
export async function seedDemo(services: Services): Promise<void> {
  await services.db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SEED_LOCK})`;
      if ((await tx.audit.count({ where: { action: SEEDED, subject: COURSE } })) > 0) return;
      const hash = await hashPassword(services, DEMO_PASSWORD);
      await services.db.$transaction((inner) => seedTables(inner, hash), { timeout: SEED_MS });
      await playTerm(services);
      await tx.audit.create({ data: { actor: 'system', action: SEEDED, subject: COURSE } });
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
  for (const group of GROUPS)
    await tx.group.upsert({
      where: { id: groupIdOf(group) },
      create: { id: groupIdOf(group), courseId: COURSE, name: group.name },
      update: {},
    });
  for (const person of PEOPLE) await seedPerson(tx, { person, hash });
  for (const { id, title, lab } of [PRESENT, PAST])
    await tx.assignment.upsert({
      where: { id },
      create: { id, courseId: COURSE, title, labSlug: lab.slug, rubric: lab.rubric, lateRule: LATE_RULE },
      update: {},
    });
}

const LATE_RULE = { percent: 10, per: 'day', capPercent: 50, graceMinutes: 15 };

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
      groupId: person.group === null ? null : groupIdOf({ number: person.group }),
    },
  });
}

/** The first group is enough to try it. */
const SHOWN = PEOPLE.filter(({ group }) => group === null || group === 1);

/** Lines that tell how to get into the demo course; null without one. */
export async function demoAccounts({ db }: Services): Promise<string[] | null> {
  if (!(await db.course.findUnique({ where: { id: COURSE } }))) return null;
  return [`demo accounts (password ${DEMO_PASSWORD}):`, ...SHOWN.map((person) => `  ${emailOf(person)}`)];
}
