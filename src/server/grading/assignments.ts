import { notFound } from '../errors.ts';
import { findAssignment, type GradedAssignment } from './graded.ts';
import type { GradingDeps } from './types.ts';

/** @throws AppError NOT_FOUND */
export async function assignmentOrThrow(deps: GradingDeps, assignmentId: string): Promise<GradedAssignment> {
  const assignment = await findAssignment(deps, assignmentId);
  if (!assignment) throw notFound('This assignment does not exist.');
  return assignment;
}
