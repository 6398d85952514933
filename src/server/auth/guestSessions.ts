import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';

/** A guest has no address; the column needs a unique one that no person can own. */
const guestAddress = (): string => `guest-${crypto.randomUUID()}@guests.invalid`;

/**
 * Sessions without a password, for guests only. Called by our own code, never over HTTP: the caller has already
 * checked a join code or a personal link.
 */
export function guestSessions() {
  return {
    id: 'guest-sessions',
    endpoints: {
      openGuest: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ name: z.string() }) },
        async (ctx) => {
          const user = await ctx.context.internalAdapter.createUser(
            { name: ctx.body.name, email: guestAddress(), emailVerified: false, isAnonymous: true },
            { method: 'anonymous' },
          );
          const session = await ctx.context.internalAdapter.createSession(user.id);
          await setSessionCookie(ctx, { session, user });
          return ctx.json({ userId: user.id });
        },
      ),
      resumeGuest: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ userId: z.string() }) },
        async (ctx) => {
          const user = await ctx.context.internalAdapter.findUserById(ctx.body.userId);
          if (!user || !('isAnonymous' in user) || user.isAnonymous !== true) {
            throw ctx.error('FORBIDDEN', { message: 'This link is no longer valid.' });
          }
          const session = await ctx.context.internalAdapter.createSession(user.id);
          await setSessionCookie(ctx, { session, user });
          return ctx.json({ userId: user.id });
        },
      ),
    },
  };
}
