import { createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto';
import { type LogEnd, signedText } from '@overcommit/protocol';

/** Before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Signs the end lines of exported logs with the installation's key; `key` is its public half, in base64url. */
export type LogSigner = { key: string; sign(end: LogEnd): LogEnd };

/** The key comes from the installation's secret: it lives as long as that, and no other file must be kept for it. */
export function createLogSigner(secret: string): LogSigner {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'overcommit signature of logs', 32));
  const own = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' });
  const key = String(createPublicKey(own).export({ format: 'jwk' }).x);
  return {
    key,
    sign: (end) => ({ ...end, signature: { key, value: sign(null, bytesOf(end), own).toString('base64url') } }),
  };
}

/** Whether the end line is signed with this public key, and nothing was changed since. */
export function isSignedWith(key: string, end: Omit<LogEnd, 'end'>): boolean {
  if (end.signature?.key !== key) return false;
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
    return verify(null, bytesOf(end), publicKey, Buffer.from(end.signature.value, 'base64url'));
  } catch {
    return false;
  }
}

const bytesOf = (end: Omit<LogEnd, 'end'>): Buffer => Buffer.from(signedText(end));
