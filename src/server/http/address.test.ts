import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isLoopback } from '../config.ts';
import { settleAddress } from './address.ts';

function request(remoteAddress: string, headers: Record<string, string> = {}): IncomingMessage {
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}

describe('whose address counts', () => {
  it('without a trusted proxy it is the socket’s, and what the client wrote is gone', () => {
    const req = request('::ffff:192.0.2.1', {
      'x-forwarded-for': '10.0.0.1',
      'x-real-ip': '10.0.0.2',
      forwarded: 'for=10.0.0.3',
      'x-forwarded-proto': 'https',
    });
    expect(settleAddress(req, 0)).toBe('192.0.2.1');
    expect(req.headers).toEqual({ 'x-forwarded-for': '192.0.2.1' });
  });

  it.each([
    [1, '10.0.0.1, 192.0.2.7', '192.0.2.7'],
    [2, '10.0.0.1, 192.0.2.7, 172.16.0.1', '192.0.2.7'],
    [2, '192.0.2.7', '192.0.2.7'],
    [1, '', '127.0.0.1'],
  ])('behind %i proxies, of “%s” it is %s', (proxies, chain, address) => {
    expect(settleAddress(request('127.0.0.1', { 'x-forwarded-for': chain }), proxies)).toBe(address);
  });

  it('knows this computer', () => {
    expect(['127.0.0.1', '127.8.0.1', '::1'].every(isLoopback)).toBe(true);
    expect(['128.0.0.1', '127.0.0.1.evil.example', '::2'].some(isLoopback)).toBe(false);
  });
});
