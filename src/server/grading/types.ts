import type { EventStore } from '@overcommit/event-store';
import type { Db } from '../db.ts';

/** What grading needs of the world. */
export type GradingDeps = {
  prisma: Db;
  store: EventStore;
  /** Entry at which a machine was handed in for an assignment; null = not handed in, the whole log counts. */
  handedInAt(assignmentId: string, machineId: string): Promise<number | null>;
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
  handedInAt: number | null;
  students: GradedStudent[];
};
