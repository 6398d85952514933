import { DisplayName } from '@overcommit/protocol/api';
import { z } from 'zod';

const Text = z.string().max(1000);
const Email = z
  .string()
  .max(254)
  .transform((email) => email.trim().toLowerCase());

/** The fields that each open route of better-auth gets from a body, checked by our own rules. */
const BODIES: Record<string, z.ZodType<object>> = {
  '/sign-in/email': z.object({ email: Email, password: Text, rememberMe: z.boolean().optional() }),
  '/sign-up/email': z.object({ email: Email, password: Text, name: DisplayName }),
  // A new password ends all other sessions.
  '/change-password': z
    .object({ currentPassword: Text, newPassword: Text })
    .transform((body) => ({ ...body, revokeOtherSessions: true })),
  '/update-user': z.strictObject({ name: DisplayName }),
  '/revoke-session': z.object({ token: Text }),
};

export type AuthBody = { ok: true; body: Buffer; email: string } | { ok: false; message: string };

/**
 * Reads a body once, for the login limits and for better-auth. If both parsed it, something that only one of them
 * understands (a byte order mark, a repeated key) would let a guess pass the limit of its account.
 */
export function readAuthBody(route: string, bytes: Buffer): AuthBody {
  const schema = BODIES[route];
  if (!schema) return { ok: true, body: Buffer.from('{}'), email: '' };
  const parsed = schema.safeParse(jsonOf(bytes));
  if (!parsed.success)
    return { ok: false, message: parsed.error.issues[0]?.message ?? 'Please check what was entered.' };
  const email = 'email' in parsed.data && typeof parsed.data.email === 'string' ? parsed.data.email : '';
  return { ok: true, body: Buffer.from(JSON.stringify(parsed.data)), email };
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
