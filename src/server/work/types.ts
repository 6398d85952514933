import type { AnswerScope, LateRule, Submission, Window } from '@overcommit/coursework';
import type { EventStore } from '@overcommit/event-store';
import type { Db } from '../db.ts';

/** What the work of teams needs of the world. */
export type WorkDeps = { db: Db; store: EventStore };

export type TeamMember = {
  userId: string;
  name: string;
  email: string;
  /** The actor that this person is on each machine of the team; a machine where they never sat is missing. */
  actorIds: Record<string, string>;
};

export type TeamMachine = {
  machineId: string;
  title: string;
  policy: string;
  createdAt: Date;
  /** Entries in its log now; those after the seal do not count. */
  entries: number;
};

/** A group of a course, with all that is its work on one assignment. */
export type Team = {
  /** The id of the group. */
  teamId: string;
  name: string;
  /** All of them, oldest first: started again, another kernel, another attempt. */
  machines: TeamMachine[];
  /** Whose work it is: those of the seal, else those of the next one. */
  members: TeamMember[];
  /** User ids of the members of its next seal: students who are in the group now and in no other team's seal. */
  nextMembers: string[];
  submission: Submission;
  window: Window;
  /** The windows of members with an extension of their own, by user id. */
  memberWindows: Record<string, Window>;
};

/** A prompt of the lab that is answered in words. */
export type WordPrompt = { id: string; text: string; scope: AnswerScope };

export type WorkAssignment = {
  id: string;
  courseId: string;
  title: string;
  labSlug: string;
  timeZone: string;
  lateRule: LateRule | null;
  window: Window;
};
