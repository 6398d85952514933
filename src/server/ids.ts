import { randomUUID } from 'node:crypto';

/** An opaque id that cannot be guessed, made of characters that ids in a log may have. */
export function newId(): string {
  return randomUUID();
}
