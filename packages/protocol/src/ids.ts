import { z } from 'zod';
import { LIMITS } from './limits.ts';

/** Opaque id of a machine, an actor or a command: letters, digits and `-_.:`. */
export const Id = z
  .string()
  .min(1)
  .max(LIMITS.idLength)
  .regex(/^[A-Za-z0-9_.:-]+$/, 'an id is made of letters, digits and -_.:');

/** Chosen by who sends the command; the platform's own name what they are for (`tick:7`, `seat:ACTOR`). */
export const CommandId = z
  .string()
  .min(1)
  .max(2 * LIMITS.idLength)
  .regex(/^[A-Za-z0-9_.:-]+$/, 'an id is made of letters, digits and -_.:');

/** An entry's number; 0 = before the first. */
export const Seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Hex SHA-256. */
export const Hash = z.string().regex(/^[0-9a-f]{64}$/, 'not 64 hex digits');

/** A time as ISO 8601 in UTC with milliseconds. */
export const Time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'not a UTC time with milliseconds');

/** Text that Postgres and JSON both keep as it is: no control characters, no half surrogates. */
export function isPlainText(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) return false;
    if (unit >= 0xd800 && unit <= 0xdfff) {
      const next = text.charCodeAt(i + 1);
      if (unit >= 0xdc00 || !(next >= 0xdc00 && next <= 0xdfff)) return false;
      i++;
    }
  }
  return true;
}
