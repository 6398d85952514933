import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../config.ts';

/** Metrics are for requests from this computer, or with the token. A request through a proxy on this computer is not from it. */
export function mayReadMetrics(
  req: IncomingMessage,
  { address, isPassedOn, token }: { address: string; isPassedOn: boolean; token: string | null },
): boolean {
  if (token === null) return isLoopback(address) && !isPassedOn;
  const given = Buffer.from(String(req.headers.authorization ?? ''));
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
