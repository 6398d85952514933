/** A seat as the log and the screens know it. */
type SeatedVoter = { role: string };

/**
 * Whose answer a question of the lab waits for. In a class the students; on a machine of one's own its owner, who has the
 * seat of staff there, answers like all others.
 */
export function votersAmong<S extends SeatedVoter>(seats: readonly S[], isClass: boolean): S[] {
  return seats.filter(({ role }) => !isClass || role === 'student');
}
