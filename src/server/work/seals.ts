import { isDeepStrictEqual } from 'node:util';
import {
  latenessOf,
  type Part,
  phaseOf,
  type Seal,
  type Submission,
  type SubmissionEvent,
} from '@overcommit/coursework';
import { zonedWords } from '../../timeZone.ts';
import { badRequest, conflict, forbidden, notNow } from '../errors.ts';
import { newId } from '../ids.ts';
import { databaseNow } from '../store/index.ts';
import { assignmentOf } from './assignment.ts';
import { type AppendedToTeam, appendToTeam, readSubmission, type TeamRef } from './stream.ts';
import { teamOf } from './teams.ts';
import type { Team, WorkAssignment, WorkDeps } from './types.ts';

/** Tries of a decision while members of the team write their answers. */
const MOST_TRIES = 12;

/**
 * Appends what `decide` makes of the team's work; decides again when somebody else wrote first.
 * Null from `decide`: nothing is to be written.
 */
export async function decideForTeam(
  deps: WorkDeps,
  team: TeamRef,
  decide: (submission: Submission) => { event: SubmissionEvent; commandId?: string } | null,
): Promise<AppendedToTeam | null> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const submission = await readSubmission(deps, team);
    const decided = decide(submission);
    if (!decided) return null;
    const { event, commandId = newId() } = decided;
    const appended = await appendToTeam(deps, team, { version: submission.version, event, commandId });
    if (appended) return appended;
  }
  throw conflict('Your group is writing at this moment. Please try again.');
}

export type HandIn = TeamRef & {
  /** User id. */
  by: string;
  /** What the person was told that it costs. A higher price is not taken without a new warning. */
  acceptsPercent: number;
};

/** Seals all machines of the team as they are now. Sealing the same again changes nothing. */
export async function handIn(deps: WorkDeps, { assignmentId, teamId, by, acceptsPercent }: HandIn): Promise<Seal> {
  const { assignment } = await assignmentOf(deps, assignmentId);
  const team = await teamOf(deps, assignmentId, teamId);
  const now = await databaseNow(deps.db);
  refuseOutside(assignment, team, now);
  if (team.machines.length === 0) throw badRequest('Your group has no machine for this assignment yet.');
  const { percent } = latenessOf(team.window, assignment.lateRule, now);
  if (percent > acceptsPercent)
    throw notNow(`Handing in now costs ${percent} % of the points. Look at the warning again.`);
  return sealAt(deps, team, { assignmentId, reason: 'handIn', by, at: now });
}

function refuseOutside({ timeZone }: WorkAssignment, { window }: Team, now: Date): void {
  const phase = phaseOf(window, now);
  const words = (at: Date | null) => (at ? zonedWords(timeZone, at) : '');
  if (phase === 'before') throw notNow(`This assignment opens on ${words(window.opensAt)}.`);
  if (phase === 'closed')
    throw forbidden(`This assignment closed on ${words(window.closesAt)}. Talk to your instructor.`);
}

/** Staff seal a team as it is now, on time: the only way where there is no due date. */
export async function sealByStaff(deps: WorkDeps, { assignmentId, teamId }: TeamRef, by: string): Promise<Seal> {
  const team = await teamOf(deps, assignmentId, teamId);
  const at = await databaseNow(deps.db);
  return sealAt(deps, team, { assignmentId, reason: 'staff', by, at });
}

type SealAt = { assignmentId: string; reason: 'handIn' | 'staff'; by: string; at: Date };

async function sealAt(deps: WorkDeps, team: Team, { assignmentId, reason, by, at }: SealAt): Promise<Seal> {
  const ref = { assignmentId, teamId: team.teamId };
  const parts = await partsNow(deps, team);
  const members = team.nextMembers;
  const asOf = at.toISOString();
  const before = team.submission.seal?.version ?? 0;
  const event = { type: 'Sealed' as const, parts, members, reason, by, asOf };
  const appended = await decideForTeam(deps, ref, (submission) => {
    const { seal } = submission;
    if (seal && seal.version > before)
      throw conflict('Someone in your group handed in at the same moment. Look again.');
    if (seal && isSameWork(submission, seal, event)) return null;
    return { event };
  });
  if (appended) return { version: appended.version, recordedAt: appended.recordedAt, parts, members, reason, by, asOf };
  return team.submission.seal as Seal;
}

/** Nothing was done and nothing was written since the seal. */
function isSameWork(
  { drafts }: Submission,
  seal: Seal,
  { parts, members, reason }: Omit<Seal, 'version' | 'recordedAt'>,
): boolean {
  const isQuiet = !drafts.some(({ version }) => version > seal.version);
  return (
    isQuiet &&
    seal.reason === reason &&
    isDeepStrictEqual(seal.parts, parts) &&
    isDeepStrictEqual(seal.members, members)
  );
}

async function partsNow({ db }: WorkDeps, team: Team): Promise<Part[]> {
  const ids = team.machines.map(({ machineId }) => machineId);
  const streams = await db.stream.findMany({ where: { id: { in: ids } }, select: { id: true, version: true } });
  const seqOf = new Map(streams.map(({ id, version }) => [id, version]));
  return ids.flatMap((machineId) => {
    const seq = seqOf.get(machineId) ?? 0;
    return seq > 0 ? [{ machineId, seq }] : [];
  });
}

/** Takes the seal back, with a reason. What happens then is up to the window: a team that is over its due date is sealed again. */
export async function reopen(
  deps: WorkDeps,
  { assignmentId, teamId }: TeamRef,
  { by, reason }: { by: string; reason: string },
): Promise<void> {
  const done = await decideForTeam(deps, { assignmentId, teamId }, ({ seal }) =>
    seal ? { event: { type: 'Reopened', reason, by } } : null,
  );
  if (!done) throw badRequest('This group has handed in nothing that could be reopened.');
}
