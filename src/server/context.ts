import type { Services } from './services.ts';

export type Viewer = { id: string; name: string; email: string; isGuest: boolean; isHost: boolean; sessionId: string };

/** What a procedure knows about its caller. `user` comes from the session cookie only. */
export type Context = {
  services: Services;
  user: Viewer | null;
  /** Network address of the caller, as the HTTP edge states it. */
  address: string;
  requestHeaders: Headers;
  /** Headers of the answer (cookies); null if the call does not come over HTTP. */
  responseHeaders: Headers | null;
  /** The body of a call of `log.verify`, unread: it may be large, so a thread of its own parses it. */
  body?: Uint8Array<ArrayBuffer>;
};

export type SignedIn = Context & { user: Viewer };
