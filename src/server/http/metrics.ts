import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isLoopback } from './address.ts';

/** The numbers are for this computer, or for whoever carries the token; a proxy on this computer is not this computer. */
export function mayReadMetrics(
  req: IncomingMessage,
  { address, isPassedOn, token }: { address: string; isPassedOn: boolean; token: string | null },
): boolean {
  if (token === null) return isLoopback(address) && !isPassedOn;
  const given = Buffer.from(String(req.headers.authorization ?? ''));
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
