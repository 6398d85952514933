/** The work of teams: hand-ins, seals, deadlines, answers. The API decides who may do it. */
export { type DraftSaved, draftsFor, extendedUntil, promptIn, saveDraft } from './answers.ts';
export { assignmentOf, lateRuleOf } from './assignment.ts';
export { changesOf } from './changes.ts';
export { createDeadlineJob, type DeadlineJob } from './deadlines.ts';
export { handIn, reopen, sealByStaff } from './seals.ts';
export { readSubmission, type TeamRef } from './stream.ts';
export { sealOf, teamOf, teamsOf } from './teams.ts';
export type { Team, TeamMachine, TeamMember, WordPrompt, WorkAssignment, WorkDeps } from './types.ts';
