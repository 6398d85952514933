import type { AuthOutcome } from './authClient.ts';

type Fields = Record<string, string[] | undefined>;

function dataOf(error: unknown): { fields: Fields | null; code: string | null } {
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : null;
  if (typeof data !== 'object' || data === null) return { fields: null, code: null };
  const { fields = null, code = null } = data as { fields?: Fields | null; code?: string | null };
  return { fields, code };
}

/** A failed API call as a form shows it: beside the first field that the form has, else above its button. */
export function apiOutcome<Field extends 'email' | 'password' | 'name'>(
  error: unknown,
  names: Record<string, Field>,
): AuthOutcome {
  const { fields } = dataOf(error);
  for (const [name, field] of Object.entries(names)) {
    const message = fields?.[name]?.[0];
    if (message) return { ok: false, field, message };
  }
  const message =
    error instanceof Error && error.message ? error.message : 'The server did not answer. Are you online?';
  return { ok: false, field: null, message };
}
