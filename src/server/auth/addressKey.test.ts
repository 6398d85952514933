import { expect, it } from 'vitest';
import { addressKey } from './addressKey.ts';

it('one owner of an IPv6 network is one address', () => {
  expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe(addressKey('2001:db8:1:2::1'));
  expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
  expect(addressKey('::1')).toBe(addressKey('::1%lo'));
  expect(addressKey('192.0.2.1')).toBe('192.0.2.1');
});
