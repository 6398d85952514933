import type { LogEnd } from '@overcommit/protocol';
import { expect, it } from 'vitest';
import { createLogSigner, isSignedWith } from './logSignature.ts';

const SECRET = 'one secret of an installation, long enough';
const END: LogEnd = { end: true, seq: 3, hash: 'a'.repeat(64), digest: 'b'.repeat(64) };

it('an installation signs with one key as long as its secret is the same', () => {
  const signer = createLogSigner(SECRET);
  expect(signer.key).toMatch(/^[\w-]{43}$/);
  expect(createLogSigner(SECRET).key).toBe(signer.key);
  expect(isSignedWith(signer.key, createLogSigner(SECRET).sign(END))).toBe(true);
});

it('a changed end, another key and a missing signature do not pass', () => {
  const signer = createLogSigner(SECRET);
  const signed = signer.sign(END);
  const other = createLogSigner(`${SECRET} of another`);
  expect(isSignedWith(signer.key, { ...signed, hash: 'c'.repeat(64) })).toBe(false);
  expect(isSignedWith(signer.key, { ...signed, seq: 2 })).toBe(false);
  expect(isSignedWith(signer.key, other.sign(END))).toBe(false);
  const claimed = { ...other.sign(END).signature, key: signer.key, value: other.sign(END).signature?.value ?? '' };
  expect(isSignedWith(signer.key, { ...END, signature: claimed })).toBe(false);
  expect(isSignedWith(signer.key, END)).toBe(false);
  expect(isSignedWith('no key', { ...END, signature: { key: 'no key', value: '' } })).toBe(false);
});
