import type { EventStore } from '@overcommit/event-store';
import type { Db } from '../db.ts';

/** What grading needs of the world. */
export type GradingDeps = {
  db: Db;
  store: EventStore;
};

export type GradedStudent = {
  userId: string;
  name: string;
  email: string;
  /** Null: in the group, but never took a seat. */
  actorId: string | null;
};
export type GradedMachine = {
  machineId: string;
  title: string;
  groupName: string;
  /** The entry at which the log was handed in; null = it was not, and the whole log counts. */
  handedInAt: number | null;
  students: GradedStudent[];
};
