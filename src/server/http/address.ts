import type { IncomingMessage } from 'node:http';
import type { IsProxy } from '../proxyList.ts';

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
 * The caller's address. Only a configured proxy is believed: then it is the last entry of X-Forwarded-For that no proxy of
 * the list is, since the client may have written those to the left of it. For all others it is that of the socket.
 */
export function callerAddress({ socket, headers }: IncomingMessage, isProxy: IsProxy): string {
  const socketAddress = plainAddress(socket.remoteAddress ?? 'unknown');
  if (!isProxy(socketAddress)) return socketAddress;
  const chain = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => plainAddress(part.trim()))
    .filter((part) => part !== '');
  return chain.reverse().find((part) => !isProxy(part)) ?? chain.at(-1) ?? socketAddress;
}

/** Decides once what the caller's address is, and rewrites the headers, so that later code cannot be misled. */
export function settleAddress(req: IncomingMessage, isProxy: IsProxy): string {
  const address = callerAddress(req, isProxy);
  for (const name of FORWARDED) delete req.headers[name];
  if (!isProxy(plainAddress(req.socket.remoteAddress ?? ''))) delete req.headers['x-forwarded-proto'];
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
