import { rubricSchema } from '@overcommit/coursework';

/** What is wrong with a stored rubric, with the place: “items.3.outOf: …”. Null = nothing. */
export function rubricProblem(stored: unknown): string | null {
  const parsed = rubricSchema.safeParse(stored);
  if (parsed.success) return null;
  const [issue] = parsed.error.issues;
  const place = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  return `${place}${issue?.message ?? 'it cannot be read'}`;
}
