'use client';
import { createAuthClient } from 'better-auth/react';

const client = createAuthClient();

/** The outcome of a log-in or sign-up. `field`: the field of the message; null = above the form. */
export type AuthOutcome = { ok: true } | { ok: false; field: 'email' | 'password' | 'name' | null; message: string };

type AuthError = { status: number; code?: string; message?: string };

const MINUTE_S = 60;

function waitWords(seconds: number | null): string {
  if (seconds === null) return 'in a few minutes';
  return seconds < MINUTE_S ? `in ${seconds} s` : `in ${Math.ceil(seconds / MINUTE_S)} min`;
}

const TAKEN: AuthOutcome = {
  ok: false,
  field: 'email',
  message: 'There is an account with this address already. Log in with it instead.',
};

const BY_CODE: Record<string, AuthOutcome> = {
  INVALID_EMAIL_OR_PASSWORD: { ok: false, field: 'password', message: 'No account has this email and this password.' },
  INVALID_EMAIL: { ok: false, field: 'email', message: 'This is not an email address.' },
  USER_ALREADY_EXISTS: TAKEN,
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: TAKEN,
  PASSWORD_TOO_SHORT: { ok: false, field: 'password', message: 'At least 10 characters, please.' },
  PASSWORD_TOO_LONG: { ok: false, field: 'password', message: 'At most 128 characters, please.' },
};

function outcomeOf(error: AuthError | null, retryAfter: number | null): AuthOutcome {
  if (!error) return { ok: true };
  if (error.status === 429)
    return { ok: false, field: null, message: `Too many attempts for now. Please try again ${waitWords(retryAfter)}.` };
  const known = error.code === undefined ? undefined : BY_CODE[error.code];
  if (known) return known;
  if (error.status === 0) return { ok: false, field: null, message: 'The server did not answer. Are you online?' };
  return { ok: false, field: null, message: error.message || 'This did not work, and the server gave no reason.' };
}

/** Runs one call of the client, and remembers how long a 429 asks to wait. */
async function attempt(
  call: (options: { onError: (context: { response?: Response }) => void }) => Promise<{ error: AuthError | null }>,
): Promise<AuthOutcome> {
  let retryAfter: number | null = null;
  const onError = ({ response }: { response?: Response }) => {
    const seconds = Number(
      response?.headers.get('retry-after') ?? response?.headers.get('x-retry-after') ?? Number.NaN,
    );
    retryAfter = Number.isFinite(seconds) ? seconds : null;
  };
  try {
    const { error } = await call({ onError });
    return outcomeOf(error, retryAfter);
  } catch {
    return outcomeOf({ status: 0 }, null);
  }
}

export const logIn = (email: string, password: string): Promise<AuthOutcome> =>
  attempt((fetchOptions) => client.signIn.email({ email, password, fetchOptions }));

/**
 * Makes an account and logs in. The server answers a sign-up with a known address like any other, so only the log-in
 * shows the difference. A known address with its right password logs in.
 */
export async function signUp(name: string, email: string, password: string): Promise<AuthOutcome> {
  const made = await attempt((fetchOptions) => client.signUp.email({ name, email, password, fetchOptions }));
  if (!made.ok) return made;
  const entered = await logIn(email, password);
  return entered.ok || entered.field !== 'password' ? entered : TAKEN;
}

/** Logs out and reloads the first page, so that nothing of the session stays in memory. */
export async function signOut(): Promise<void> {
  await client.signOut().catch(() => null);
  window.location.assign('/');
}

/** Where to go after a log-in: a path of this site, never another one. */
export function safeNext(next: string | null): string {
  if (next === null || !/^\/(?![/\\])[\w\-./?=&%#~:]*$/.test(next)) return '/home';
  return next;
}
