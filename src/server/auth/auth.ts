import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import type { Config } from '../config.ts';
import type { Db } from '../db.ts';
import type { Logger } from '../logger.ts';
import { guestSessions } from './guestSessions.ts';

const DAY = 24 * 60 * 60;
export const LEAST_PASSWORD = 10;
const MOST_PASSWORD = 128;
export const COOKIE_PREFIX = 'overcommit';

export type AuthParts = {
  db: Db;
  config: Pick<Config, 'baseUrl' | 'trustedOrigins' | 'isHttps' | 'isSignUpOpen'>;
  secret: string;
  log: Logger;
};

/** People, passwords and sessions. Its rate limit is off: ours (loginLimits) can tell a lab room from an attacker. */
export function createAuth({ db, config, secret, log }: AuthParts) {
  return betterAuth({
    appName: 'Overcommit',
    baseURL: config.baseUrl,
    basePath: '/api/auth',
    secret,
    trustedOrigins: config.trustedOrigins,
    database: prismaAdapter(db, { provider: 'postgresql' }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: !config.isSignUpOpen,
      // Without an automatic sign-in the answer is the same whether or not the address is known.
      autoSignIn: false,
      minPasswordLength: LEAST_PASSWORD,
      maxPasswordLength: MOST_PASSWORD,
    },
    user: {
      additionalFields: {
        role: { type: 'string', required: false, defaultValue: 'user', input: false },
        claimsEmail: { type: 'string', required: false, input: false },
        isAnonymous: { type: 'boolean', required: false, defaultValue: false, input: false },
      },
    },
    session: { expiresIn: 14 * DAY, updateAge: DAY },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: config.isHttps,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
    },
    logger: {
      level: 'warn',
      log: (level, message) => log[level === 'error' ? 'error' : 'warn']({ part: 'auth' }, message),
    },
    plugins: [guestSessions()],
  });
}

export type Auth = ReturnType<typeof createAuth>;
