import type { Me } from '@overcommit/protocol/api';
import type { Context } from '../context.ts';
import type { Tx } from '../db.ts';

/** Any number. With this lock the roles of hosts change one after the other. */
const HOST_LOCK = 20_070_104;

/** Until the end of the transaction no other one makes or removes a host. */
export async function lockHosts(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(${HOST_LOCK})::text`;
}

export function meOf({ user }: Context): Me {
  if (!user) return null;
  const { id, name, email, isGuest, isHost } = user;
  return { user: { id, name, email: isGuest ? null : email, isGuest, isHost } };
}

/** Two letters for a mark in a small circle: of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const letters =
    words.length > 1
      ? [words[0], words.at(-1)].map((word) => firstLetter(word ?? ''))
      : [...(words[0] ?? '?')].slice(0, 2);
  return letters.join('').toUpperCase().slice(0, 4) || '?';
}

function firstLetter(word: string): string {
  return [...word][0] ?? '';
}
