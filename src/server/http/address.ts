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
 * Decides once who is calling, and rewrites the headers so that nothing behind can be told otherwise.
 * Without trusted proxies it is the socket's address, whatever a client writes. With n of them it is the n-th entry from
 * the right of X-Forwarded-For: what stands left of it, the client may have written.
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

/** Whether somebody passed the request on: then the socket's address says nothing about the caller. Ask before settling. */
export function isPassedOn(req: IncomingMessage): boolean {
  return ['x-forwarded-for', ...FORWARDED].some((name) => req.headers[name] !== undefined);
}

/** `::ffff:10.0.0.7` is 10.0.0.7. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

export function isLoopback(address: string): boolean {
  return address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);
}
