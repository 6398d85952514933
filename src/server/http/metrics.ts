import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Config, isLoopback } from '../config.ts';

/**
 * Metrics are for requests with the token. Without one they are for this computer, as long as the service has no public
 * address: with one, a proxy on this computer may pass on requests of anybody, and need not say so.
 */
export function mayReadMetrics(
  req: IncomingMessage,
  {
    address,
    isPassedOn,
    config,
  }: { address: string; isPassedOn: boolean; config: Pick<Config, 'isLocal' | 'metricsToken'> },
): boolean {
  const { isLocal, metricsToken: token } = config;
  if (token === null) return isLocal && isLoopback(address) && !isPassedOn;
  const given = Buffer.from(String(req.headers.authorization ?? ''));
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
