import type { IncomingMessage } from 'node:http';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request may change something, as far as its origin goes. Browsers state the origin of every write, so one
 * that comes from elsewhere is refused; a request without any such header does not come from a page.
 */
export function isOwnOrigin(req: IncomingMessage, trustedOrigins: readonly string[]): boolean {
  if (SAFE.has(req.method ?? 'GET')) return true;
  const origin = req.headers.origin;
  if (origin !== undefined) return trustedOrigins.includes(origin);
  const site = req.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}
