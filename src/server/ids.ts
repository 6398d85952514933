import { randomUUID } from 'node:crypto';

/** Opaque, unguessable, and of the letters that a log's ids may have. */
export function newId(): string {
  return randomUUID();
}
