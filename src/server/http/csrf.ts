import type { IncomingMessage } from 'node:http';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether the origin of a request allows it to change something. Browsers send the origin with every write; one from
 * another site is refused. A request without such a header does not come from a page.
 */
export function isOwnOrigin(req: IncomingMessage, trustedOrigins: readonly string[]): boolean {
  if (SAFE.has(req.method ?? 'GET')) return true;
  const origin = req.headers.origin;
  if (origin !== undefined) return trustedOrigins.includes(origin);
  const site = req.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}
