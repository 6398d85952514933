import { headers } from 'next/headers';
import type { AppCaller } from '../server/shared.ts';
import { shared } from '../server/shared.ts';

/**
 * The API for pages that render on the server: `const { machines } = await api(); await machines.list()`.
 * Calls go to the running server's own instance, with the cookies of the request being rendered; errors are TRPCErrors.
 */
export async function api(): Promise<AppCaller> {
  const server = shared();
  if (!server) throw new Error('the API is not running in this process: start the product by src/server/main.ts');
  return server.callerFor(new Headers(await headers()));
}
