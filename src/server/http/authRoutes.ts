import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { viewerOf } from '../api/createContext.ts';
import { COOKIE_PREFIX } from '../auth/auth.ts';
import type { LoginAttempt } from '../auth/loginLimits.ts';
import { isSignedFor, signFor } from '../auth/tokens.ts';
import { accountByPassword } from '../commands/passwords.ts';
import type { Services } from '../services.ts';
import { readAuthBody } from './authBodies.ts';
import { readBody, sendRefusal, sendWebResponse, webRequest } from './body.ts';

const BODY_BYTES = 64 * 1024;
const DEVICE_DAYS = 180;
const DEVICE_COOKIE = `${COOKIE_PREFIX}.device`;

/** The routes of better-auth that are open. Guests join by code, so its other ways to sign in are closed. */
const OPEN: Record<string, 'GET' | 'POST'> = {
  '/sign-in/email': 'POST',
  '/sign-up/email': 'POST',
  '/sign-out': 'POST',
  '/get-session': 'GET',
  '/change-password': 'POST',
  '/update-user': 'POST',
  '/list-sessions': 'GET',
  '/revoke-session': 'POST',
  '/revoke-other-sessions': 'POST',
};

const ENDS_SESSIONS = new Set(['/sign-out', '/change-password', '/revoke-session', '/revoke-other-sessions']);

export type AuthRequest = { req: IncomingMessage; res: ServerResponse; path: string; address: string };

/** Everything under /api/auth. */
export async function handleAuth(services: Services, { req, res, path, address }: AuthRequest): Promise<void> {
  const route = path.slice('/api/auth'.length);
  if (OPEN[route] !== req.method) {
    sendRefusal(res, { status: 404, code: 'NOT_FOUND', message: 'There is nothing at this address.' });
    return;
  }
  if (req.method === 'POST' && !isJson(req)) {
    sendRefusal(res, { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', message: 'Send it as application/json, please.' });
    return;
  }
  const read = req.method === 'POST' ? readAuthBody(route, await readBody(req, BODY_BYTES)) : null;
  if (read && !read.ok) {
    sendRefusal(res, { status: 400, code: 'BAD_REQUEST', message: read.message });
    return;
  }
  const { email = '', body = null } = read ?? {};
  if (route === '/sign-in/email' && body)
    return signIn(services, { req, body, res, attempt: attemptOf(services, { req, email, address }) });
  const request = webRequest(req, body, services.config.baseUrl);
  if (route === '/sign-up/email') await setTimeout(services.loginLimits.signUp(address));
  const endsSessions = ENDS_SESSIONS.has(route);
  const user = endsSessions ? await viewerOf(services, request.headers) : null;
  const isGuess = user !== null && route === '/change-password';
  if (isGuess && isGuessedTooOften(services, { res, userId: user.id })) return;
  const response = await services.auth.handler(request);
  if (isGuess && response.ok) services.actionLimits.forgive('changePassword', user.id);
  if (user && response.ok) await services.accessChanged([user.id]);
  await sendWebResponse(res, response);
}

async function signIn(
  services: Services,
  { req, body, res, attempt }: { req: IncomingMessage; body: Buffer; res: ServerResponse; attempt: LoginAttempt },
): Promise<void> {
  const admitted = services.loginLimits.admit(attempt);
  if (!admitted.ok) {
    services.metrics.refusedLogins.inc();
    const minutes = Math.ceil(admitted.retryAfterSeconds / 60);
    sendRefusal(res, {
      status: 429,
      code: 'TOO_MANY_REQUESTS',
      message: `Too many wrong passwords. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
      headers: { 'Retry-After': String(admitted.retryAfterSeconds) },
    });
    return;
  }
  const request = webRequest(req, await asClaimed(services, body), services.config.baseUrl);
  const response = await services.auth.handler(request);
  if (response.ok || response.status >= 500) services.loginLimits.forgive(attempt);
  else await setTimeout(services.loginLimits.failed(attempt));
  if (response.ok) response.headers.append('set-cookie', deviceCookie(services, attempt.email));
  await sendWebResponse(res, response);
}

/** Several accounts may have one address: those that a link of staff led to, and one that signed up by itself. The password tells. */
async function asClaimed(services: Services, body: Buffer): Promise<Buffer> {
  const fields = JSON.parse(body.toString()) as { email: string; password: string };
  const id = await accountByPassword(services, { where: { claimsEmail: fields.email }, password: fields.password });
  if (id === null) return body;
  const { email } = await services.db.user.findUniqueOrThrow({ where: { id }, select: { email: true } });
  return Buffer.from(JSON.stringify({ ...fields, email }));
}

function isJson(req: IncomingMessage): boolean {
  const length = Number(req.headers['content-length'] ?? 0);
  const isEmpty = length === 0 && req.headers['transfer-encoding'] === undefined;
  return isEmpty || (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() === 'application/json';
}

/** A session that was left open must not be a way to the password. */
function isGuessedTooOften(services: Services, { res, userId }: { res: ServerResponse; userId: string }): boolean {
  const wait = services.actionLimits.count('changePassword', userId);
  const message = 'The current password was wrong too often. Try again in a quarter of an hour.';
  return wait !== null && refuseFor(res, { wait, message });
}

function refuseFor(res: ServerResponse, { wait, message }: { wait: number; message: string }): true {
  sendRefusal(res, { status: 429, code: 'TOO_MANY_REQUESTS', message, headers: { 'Retry-After': String(wait) } });
  return true;
}

function attemptOf(
  { secret }: Services,
  { req, email, address }: { req: IncomingMessage; email: string; address: string },
): LoginAttempt {
  const [deviceId = '', signature = ''] = (cookieOf(req, DEVICE_COOKIE) ?? '').split('.');
  const isKnown = isSignedFor(secret, deviceAbout(email, deviceId), signature);
  return { email, address, deviceId: isKnown ? deviceId : null };
}

function cookieOf(req: IncomingMessage, name: string): string | null {
  const found = (req.headers.cookie ?? '').split(/;\s*/).find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? null;
}

function deviceAbout(email: string, deviceId: string): string {
  return `device:${email}:${deviceId}`;
}

/** Proves at a later log-in that this browser once knew the password: see loginLimits. */
function deviceCookie({ secret, config }: Services, email: string): string {
  const deviceId = randomUUID();
  const value = `${deviceId}.${signFor(secret, deviceAbout(email, deviceId))}`;
  const secure = config.isHttps ? '; Secure' : '';
  return `${DEVICE_COOKIE}=${value}; Path=/api/auth; Max-Age=${DEVICE_DAYS * 86_400}; HttpOnly; SameSite=Lax${secure}`;
}
