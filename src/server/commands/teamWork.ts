import { answersAt, latenessOf, phaseOf, type Seal } from '@overcommit/coursework';
import { wordPrompts } from '@overcommit/handbook';
import type { MachineWork, QuestionShape, SealShape, TeamWork } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { badRequest, forbidden, tooMany } from '../errors.ts';
import type { Services } from '../services.ts';
import { databaseNow } from '../store/index.ts';
import {
  assignmentOf,
  draftsFor,
  extendedUntil,
  handIn,
  promptIn,
  saveDraft,
  type Team,
  teamOf,
  teamsOf,
  type WorkAssignment,
} from '../work/index.ts';
import type { CourseAccess, MachineAccess } from './access.ts';
import { labBySlug } from './labs.ts';

export type NameOf = (userId: string) => string;

/** Names of people by user id. */
export async function namesOf({ db }: Services, userIds: Iterable<string>): Promise<NameOf> {
  const users = await db.user.findMany({ where: { id: { in: [...userIds] } }, select: { id: true, name: true } });
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return (userId) => names.get(userId) ?? 'someone who left';
}

/** Whoever stands in the history and in the drafts of a team. */
export function writersOf({ submission }: Team): string[] {
  return [...submission.history, ...submission.drafts].flatMap(({ by }) => by ?? []);
}

export function sealShape(seal: Seal, { assignment, team }: Sealed, nameOf: NameOf): SealShape {
  const { version, reason, by, parts } = seal;
  const asOf = new Date(seal.asOf);
  const isOnTime = reason !== 'handIn';
  const { lateMs, percent } = latenessOf(isOnTime ? { dueAt: null } : team.window, assignment.lateRule, asOf);
  return { version, reason, by: by === null ? null : nameOf(by), asOf, lateMs, latePercent: percent, parts };
}
type Sealed = { assignment: WorkAssignment; team: Team };

type WorkOf = { assignmentId: string; teamId: string; userId: string; now: Date };

/** A team's work as one of its members sees it: own drafts and those of the group, never another member's. */
export async function teamWork(services: Services, of: WorkOf): Promise<TeamWork> {
  const { assignmentId, teamId, userId, now } = of;
  const { assignment } = await assignmentOf(services, assignmentId);
  const team = await teamOf(services, assignmentId, teamId);
  const { window, submission } = team;
  const nameOf = await namesOf(services, writersOf(team));
  const { seal } = submission;
  const answers = seal ? answersAt(submission, seal, extendedUntil(team.memberWindows)) : [];
  const myWindow = team.memberWindows[userId] ?? window;
  return {
    teamId,
    name: team.name,
    members: team.members.map(({ name }) => name),
    window,
    myWindow,
    phase: phaseOf(window, now),
    percentNow: latenessOf(window, assignment.lateRule, now).percent,
    attemptsLeft: attemptsLeft(team, userId),
    seal: seal && sealShape(seal, { assignment, team }, nameOf),
    history: submission.history.map((step) => ({
      type: step.type,
      at: new Date(step.recordedAt),
      by: step.by === null ? 'The deadline' : nameOf(step.by),
      words: step.type === 'Reopened' ? step.reason : '',
    })),
    questions: await questionsOf(services, { assignment, team }, { userId, nameOf }),
    sealedAnswers: answers
      .filter(({ scope, by }) => scope === 'group' || by === userId)
      .map(({ prompt, text }) => ({ prompt, text })),
  };
}

/** Machines that a member may still start for the team; null: any number. More for one who has an extension. */
export function attemptsLeft({ window, memberWindows, machines }: Team, userId: string): number | null {
  const { attempts } = memberWindows[userId] ?? window;
  return attempts === null ? null : Math.max(0, attempts - machines.length);
}

async function questionsOf(
  services: Services,
  { assignment, team: { submission } }: Sealed,
  { userId, nameOf }: { userId: string; nameOf: NameOf },
): Promise<QuestionShape[]> {
  const prompts = wordPrompts(await labBySlug(services, assignment.labSlug));
  const drafts = draftsFor(submission, prompts, userId);
  return prompts.map((prompt, index): QuestionShape => {
    const draft = drafts[index];
    if (!draft) return { ...prompt, draft: null };
    const { version, text, at, by } = draft;
    return { ...prompt, draft: { version, text, at: new Date(at), by: nameOf(by), isMine: by === userId } };
  });
}

/** The team whose work a student's is: the one whose seal names them, wherever they are now; else their group. */
export async function teamIdOf(
  services: Services,
  { assignmentId, userId, groupId }: { assignmentId: string; userId: string; groupId: string | null },
): Promise<string | null> {
  const teams = await teamsOf(services, assignmentId);
  return teams.find(({ submission }) => submission.seal?.members.includes(userId))?.teamId ?? groupId;
}

async function ownTeamId(ctx: SignedIn, { groupId, role }: CourseAccess, assignmentId: string): Promise<string> {
  if (role !== 'student') throw badRequest('Only students hand in. The board has what staff may do.');
  const teamId = await teamIdOf(ctx.services, { assignmentId, userId: ctx.user.id, groupId });
  if (teamId === null) throw badRequest('You are in no group of this course yet. Ask your instructor.');
  return teamId;
}

/** Seals the work of the caller's group as it is now. */
export async function handInWork(
  ctx: SignedIn,
  access: CourseAccess,
  { assignmentId, acceptsPercent }: { assignmentId: string; acceptsPercent: number },
): Promise<TeamWork> {
  const { services, user } = ctx;
  const wait = services.actionLimits.count('handIn', user.id);
  if (wait !== null) throw tooMany(`You handed in many times just now. Try again in ${wait} seconds.`);
  const teamId = await ownTeamId(ctx, access, assignmentId);
  if (teamId !== access.groupId)
    throw forbidden('Your work is sealed with the group that you were in. Ask your instructor.');
  await handIn(services, { assignmentId, teamId, by: user.id, acceptsPercent });
  return teamWork(services, { assignmentId, teamId, userId: user.id, now: await databaseNow(services.db) });
}

type Draft = { assignmentId: string; prompt: string; text: string; basedOn: number; commandId: string };
type Kept = { ok: true; version: number } | { ok: false; current: { version: number; text: string; by: string } };

/** Keeps an answer as it is typed. */
export async function keepDraft(ctx: SignedIn, access: CourseAccess, draft: Draft): Promise<Kept> {
  const { services, user } = ctx;
  const { assignmentId, text, basedOn, commandId } = draft;
  const wait = services.actionLimits.count('draft', user.id);
  if (wait !== null) throw tooMany(`Your text is kept in this browser for now. It is sent again in ${wait} seconds.`);
  const teamId = await ownTeamId(ctx, access, assignmentId);
  const { assignment } = await assignmentOf(services, assignmentId);
  const prompt = promptIn(wordPrompts(await labBySlug(services, assignment.labSlug)), draft.prompt);
  const saved = await saveDraft(services, { assignmentId, teamId, prompt, by: user.id, text, basedOn, commandId });
  if (saved.ok) return { ok: true, version: saved.version };
  const { version, text: theirs, by } = saved.current;
  const nameOf = await namesOf(services, [by]);
  return { ok: false, current: { version, text: theirs, by: nameOf(by) } };
}

/** What a machine is part of; null outside an assignment. Questions only for a student of its group. */
export async function machineWork(ctx: SignedIn, { machineId, isStaff }: MachineAccess): Promise<MachineWork> {
  const { services, user } = ctx;
  const machine = await services.db.machine.findUnique({
    where: { id: machineId },
    select: { assignmentId: true, groupId: true },
  });
  if (!machine?.assignmentId || !machine.groupId) return null;
  const { assignmentId, groupId } = machine;
  const { assignment } = await assignmentOf(services, assignmentId);
  const team = await teamOf(services, assignmentId, groupId);
  const nameOf = await namesOf(services, writersOf(team));
  const isTheirs =
    !isStaff && (await services.db.enrollment.count({ where: { userId: user.id, groupId, role: 'student' } })) > 0;
  const { seal } = team.submission;
  const sealed = seal?.parts.find((part) => part.machineId === machineId)?.seq ?? 0;
  return {
    assignmentId,
    title: assignment.title,
    timeZone: assignment.timeZone,
    window: team.window,
    phase: phaseOf(team.window, await databaseNow(services.db)),
    sealedSeq: seal ? sealed : null,
    questions: isTheirs ? await questionsOf(services, { assignment, team }, { userId: user.id, nameOf }) : [],
    attemptsLeft: attemptsLeft(team, user.id),
  };
}
