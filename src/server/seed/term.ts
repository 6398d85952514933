import { wordPrompts } from '@overcommit/handbook';
import { makeGroupMachines } from '../commands/groupWork.ts';
import { rowIdOf, savePoints, setReleased } from '../grading/index.ts';
import type { Services } from '../services.ts';
import { databaseNow } from '../store/index.ts';
import { handIn, saveDraft, teamsOf } from '../work/index.ts';
import { type DemoPerson, GROUPS, groupIdOf, idOf, PAST, PEOPLE, PRESENT } from './people.ts';
import { PAST_STORIES, PRESENT_STORIES, type Story } from './stories.ts';

const INSTRUCTOR = 'demo-instructor';
const ASSISTANT = 'demo-assistant';
const DAY_MS = 86_400_000;

/** A term in short: each group plays, writes and hands in; the past assignment is due, graded and released. */
export async function playTerm(services: Services): Promise<void> {
  for (const { id } of [PAST, PRESENT]) await makeGroupMachines(services, { assignmentId: id, createdBy: INSTRUCTOR });
  const play = (stories: Story[], of: typeof PAST) =>
    Promise.all(stories.map((story) => playGroup(services, { story, of })));
  await play(PAST_STORIES, PAST);
  const now = (await databaseNow(services.db)).getTime();
  await setDates(services, PAST.id, new Date(now));
  await play(PRESENT_STORIES, PRESENT);
  await setDates(services, PRESENT.id, new Date(now + 7 * DAY_MS));
  await untilSealed(services, PAST.id);
  await gradePast(services);
}

/** A due date is carried out a moment after it; the rest of the term was played meanwhile. */
async function untilSealed(services: Services, assignmentId: string): Promise<void> {
  for (;;) {
    await services.deadlines.run({ assignmentId });
    const teams = await teamsOf(services, assignmentId);
    if (teams.every(({ submission }) => submission.seal !== null)) return;
    await new Promise((resolve) => setTimeout(resolve, SEAL_WAIT_MS));
  }
}

const SEAL_WAIT_MS = 200;

async function setDates({ db }: Services, id: string, dueAt: Date): Promise<void> {
  const closesAt = new Date(dueAt.getTime() + (id === PAST.id ? 1000 : 2 * DAY_MS));
  await db.assignment.updateMany({ where: { id, dueAt: null }, data: { dueAt, closesAt, regradeDays: 14 } });
}

type Play = { story: Story; of: typeof PAST };

const membersOf = (group: number): DemoPerson[] => PEOPLE.filter((person) => person.group === group);

async function machineOf({ db }: Services, assignmentId: string, groupId: string): Promise<string> {
  const { id } = await db.machine.findFirstOrThrow({
    where: { assignmentId, groupId },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
  });
  return id;
}

/** The lines one after the other, with ids that stay the same: a second seeding repeats nothing. */
async function playGroup(services: Services, { story, of }: Play): Promise<void> {
  const teamId = groupIdOf({ number: story.group });
  const [first, second] = membersOf(story.group).map(idOf);
  const machineId = await machineOf(services, of.id, teamId);
  const seats = await services.db.seat.findMany({ where: { machineId } });
  const actorOf = (hand: string) =>
    seats.find(({ userId }) => userId === (hand === 'ben' ? second : first))?.actorId ?? '';
  for (const [index, { hand, line }] of story.lines.entries())
    await services.rooms.dispatch({ machineId, commandId: `demo-${index + 1}`, line }, actorOf(hand));
  await writeAnswers(services, { story, of });
  if (story.isHandedIn && first) await handIn(services, { assignmentId: of.id, teamId, by: first, acceptsPercent: 0 });
}

async function writeAnswers(services: Services, { story, of }: Play): Promise<void> {
  const [prompt] = wordPrompts(of.lab);
  if (!prompt) return;
  const team = { assignmentId: of.id, teamId: groupIdOf({ number: story.group }) };
  for (const [index, member] of membersOf(story.group).entries()) {
    const text = story.answers[index];
    if (!text) continue;
    await saveDraft(services, {
      ...team,
      prompt,
      by: idOf(member),
      text,
      basedOn: 0,
      commandId: `demo-answer-${index}`,
    });
  }
}

/** An assistant reads the answers of the past assignment; then the instructor releases it. */
async function gradePast(services: Services): Promise<void> {
  const manual = PAST.lab.rubric.items.filter(({ kind }) => kind === 'manual');
  for (const { number } of GROUPS) {
    const story = PAST_STORIES.find(({ group }) => group === number);
    for (const [index, member] of membersOf(number).entries()) {
      const grade = story?.grades?.[index];
      if (!grade) continue;
      const rowId = await rowIdOf(services, PAST.id, { kind: 'student', id: idOf(member) });
      for (const { id: itemId } of manual)
        await savePoints(
          services,
          {
            ...{ assignmentId: PAST.id, rowId, itemId, ...grade, remarks: [], level: null, expectedVersion: 0 },
            commandId: `demo-grade-${idOf(member)}-${itemId}`,
          },
          ASSISTANT,
        );
    }
  }
  await setReleased(services, { assignmentId: PAST.id, isReleased: true }, INSTRUCTOR);
}
