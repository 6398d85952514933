import type { IncomingMessage } from 'node:http';

const FORWARDED = [
  'forwarded',
  'x-real-ip',
  'x-client-ip',
  'cf-connecting-ip',
  'true-client-ip',
  'x-forwarded-host',
  'x-forwarded-port',
];

/**
 * Decides once what the caller's address is, and rewrites the headers, so that later code cannot be misled.
 * Without trusted proxies it is the address of the socket. With n of them it is the n-th entry from the right of
 * X-Forwarded-For: the client may have written the entries to the left of it.
 */
export function settleAddress(req: IncomingMessage, trustedProxies: number): string {
  const socketAddress = plainAddress(req.socket.remoteAddress ?? 'unknown');
  const chain = String(req.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => plainAddress(part.trim()))
    .filter((part) => part !== '');
  const address =
    trustedProxies > 0 ? (chain[Math.max(0, chain.length - trustedProxies)] ?? socketAddress) : socketAddress;
  for (const name of FORWARDED) delete req.headers[name];
  if (trustedProxies === 0) delete req.headers['x-forwarded-proto'];
  req.headers['x-forwarded-for'] = address;
  return address;
}

/** Whether a proxy passed the request on. Then the socket's address is not the caller's. Ask before `settleAddress`. */
export function isPassedOn(req: IncomingMessage): boolean {
  return ['x-forwarded-for', ...FORWARDED].some((name) => req.headers[name] !== undefined);
}

/** `::ffff:10.0.0.7` is 10.0.0.7. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
