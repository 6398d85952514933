import { z } from 'zod';
import { LIMITS } from './limits.ts';

/** Opaque id of a machine, an actor or a command: letters, digits and `-_.:`. */
export const Id = z
  .string()
  .min(1)
  .max(LIMITS.idLength)
  .regex(/^[A-Za-z0-9_.:-]+$/, 'an id is made of letters, digits and -_.:');

/** Chosen by the sender of the command; the platform's own ids name their purpose (`tick:7`, `seat:ACTOR`). */
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

/**
 * Not allowed in text for people: lone surrogates, control characters, line ends, invisible characters, and characters that
 * reverse the direction, so that a text would read as another. Joiners are allowed: some scripts and emoji need them.
 */
const UNPLAIN = /[\p{Cs}\p{Cc}\u2028\u2029\u200b\u2060-\u2064\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]/u;

/** Text that Postgres and JSON store unchanged, and that is what it looks like. */
export function isPlainText(text: string): boolean {
  return !UNPLAIN.test(text);
}

/** Plain text with several lines. */
export function isPlainProse(text: string): boolean {
  return isPlainText(text.replace(/[\n\t]/g, ' '));
}

const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{M}\p{Z}\u2800]/gu;

/** Plain text with at least one visible character: blanks, fillers and joiners alone are not a name. */
export function isVisibleName(text: string): boolean {
  return isPlainText(text) && text.replace(UNSEEN, '') !== '';
}
