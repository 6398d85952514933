import { addressOf } from '../addressOf.ts';
import type { Context, Viewer } from '../context.ts';
import type { Services } from '../services.ts';
import { appRouter } from './root.ts';

/** The person of a request's session cookie; null = no cookie, or the session has ended. */
export async function viewerOf(services: Services, headers: Headers): Promise<Viewer | null> {
  if (!headers.has('cookie')) return null;
  const found = await services.auth.api.getSession({ headers });
  if (!found) return null;
  const { user, session } = found;
  return {
    id: user.id,
    name: user.name,
    email: addressOf(user),
    isGuest: user.isAnonymous ?? false,
    isHost: user.role === 'host',
    sessionId: session.id,
  };
}

export type ContextParts = {
  services: Services;
  address: string;
  requestHeaders: Headers;
  responseHeaders: Headers | null;
  body?: Uint8Array<ArrayBuffer>;
};

export async function createContext(parts: ContextParts): Promise<Context> {
  return { ...parts, user: await viewerOf(parts.services, parts.requestHeaders) };
}

/** The API for pages rendered in this process, as the person whose request is being rendered. */
export async function callerFor(services: Services, headers: Headers) {
  const address = headers.get('x-forwarded-for') ?? 'unknown';
  return appRouter.createCaller(
    await createContext({ services, address, requestHeaders: headers, responseHeaders: null }),
  );
}
