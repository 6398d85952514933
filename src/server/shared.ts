import type { AppRouter } from './api/root.ts';

export type AppCaller = ReturnType<AppRouter['createCaller']>;

/** What pages can use of the running server. Next bundles its own copy of every module, so the instance is on globalThis. */
export type SharedServer = { callerFor(headers: Headers): Promise<AppCaller> };

const KEY = Symbol.for('overcommit.server');
type Holder = { [KEY]?: SharedServer };

export function share(server: SharedServer): void {
  (globalThis as Holder)[KEY] = server;
}

export function shared(): SharedServer | null {
  return (globalThis as Holder)[KEY] ?? null;
}
