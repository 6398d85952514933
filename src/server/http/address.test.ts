import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isLoopback } from '../config.ts';
import { proxyList } from '../proxyList.ts';
import { settleAddress } from './address.ts';

function request(remoteAddress: string, headers: Record<string, string> = {}): IncomingMessage {
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}

const NONE = proxyList('');
const PROXIES = proxyList('127.0.0.1, 172.16.0.0/12, fd00::/8');

describe('whose address counts', () => {
  it('without a proxy it is the socket’s, and what the client wrote is gone', () => {
    const req = request('::ffff:192.0.2.1', {
      'x-forwarded-for': '10.0.0.1',
      'x-real-ip': '10.0.0.2',
      forwarded: 'for=10.0.0.3',
      'x-forwarded-proto': 'https',
    });
    expect(settleAddress(req, NONE)).toBe('192.0.2.1');
    expect(req.headers).toEqual({ 'x-forwarded-for': '192.0.2.1' });
  });

  it('a direct caller cannot forge one, although there are proxies', () => {
    const req = request('192.0.2.9', { 'x-forwarded-for': '10.0.0.1', 'x-forwarded-proto': 'https' });
    expect(settleAddress(req, PROXIES)).toBe('192.0.2.9');
    expect(req.headers).toEqual({ 'x-forwarded-for': '192.0.2.9' });
  });

  it.each([
    ['10.0.0.1, 192.0.2.7', '192.0.2.7'],
    ['10.0.0.1, 192.0.2.7, 172.16.0.1', '192.0.2.7'],
    ['10.0.0.1, 192.0.2.7, fd00::1, ::ffff:172.20.0.1', '192.0.2.7'],
    ['172.16.0.3, 172.16.0.1', '172.16.0.3'],
    ['rubbish', 'rubbish'],
    ['', '127.0.0.1'],
  ])('behind proxies, of “%s” it is %s', (chain, address) => {
    expect(settleAddress(request('::ffff:127.0.0.1', { 'x-forwarded-for': chain }), PROXIES)).toBe(address);
  });

  it.each(['1', 'true', '300.1.1.1', '10.0.0.0/33', 'fd00::/x', 'proxy.example'])('“%s” is no proxy', (text) => {
    expect(() => proxyList(text)).toThrow('is no address');
  });

  it('“loopback” is this computer, in both families', () => {
    const isProxy = proxyList('loopback');
    expect(['127.0.0.1', '127.3.0.1', '::1'].every(isProxy)).toBe(true);
    expect(['128.0.0.1', '::2', 'unknown'].some(isProxy)).toBe(false);
  });

  it('knows this computer', () => {
    expect(['127.0.0.1', '127.8.0.1', '::1'].every(isLoopback)).toBe(true);
    expect(['128.0.0.1', '127.0.0.1.evil.example', '::2'].some(isLoopback)).toBe(false);
  });
});
