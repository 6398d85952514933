import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U, so that a code survives being read aloud or copied from a projector. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 10;
const TOKEN_BYTES = 32;

/** Ten letters, 50 bits, printed as XXXXX-XXXXX. */
export function newJoinCode(): string {
  const letters = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

/** The code that was meant by what was typed: case, hyphens and look-alike letters do not matter. Null = it cannot be a code. */
export function readJoinCode(typed: string): string | null {
  const letters = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (letters.length !== CODE_LENGTH || [...letters].some((letter) => !ALPHABET.includes(letter))) return null;
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

/** 256 bits, for a link that is the only proof of its holder. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** The stored form of a token. A reader of the database cannot make a link from it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** A value that only this server can have made for `about`. */
export function signFor(secret: string, about: string): string {
  return createHmac('sha256', secret).update(about).digest('base64url');
}

export function isSignedFor(secret: string, about: string, signature: string): boolean {
  const wanted = Buffer.from(signFor(secret, about));
  const given = Buffer.from(signature);
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}
