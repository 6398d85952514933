import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { addressKey, isLoopback, settleAddress } from './address.ts';

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

  it('one owner of an IPv6 network is one address', () => {
    expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe(addressKey('2001:db8:1:2::1'));
    expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
    expect(addressKey('::1')).toBe(addressKey('::1%lo'));
    expect(addressKey('192.0.2.1')).toBe('192.0.2.1');
  });

  it('knows this computer', () => {
    expect(['127.0.0.1', '127.8.0.1', '::1'].every(isLoopback)).toBe(true);
    expect(['128.0.0.1', '127.0.0.1.evil.example', '::2'].some(isLoopback)).toBe(false);
  });
});
