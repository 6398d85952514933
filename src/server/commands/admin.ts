import { ENGINE_VERSION } from '@overcommit/engine';
import type { SignedIn } from '../api/context.ts';
import { notFound } from '../api/errors.ts';
import type { SystemState } from '../api/shapes/index.ts';
import { PRODUCT_VERSION } from '../version.ts';
import { audit } from './audit.ts';
import { linkFor, type OneTime } from './invitations.ts';

type UserFilter = { search: string; after?: string; limit: number };

/** People by name or address, a page at a time; `after` is the last id of the page before. */
export async function listUsers({ services }: SignedIn, { search, after, limit }: UserFilter) {
  const users = await services.db.user.findMany({
    where:
      search === ''
        ? {}
        : {
            OR: [
              { name: { contains: search, mode: 'insensitive' } },
              { email: { contains: search, mode: 'insensitive' } },
            ],
          },
    orderBy: { id: 'asc' },
    take: limit,
    ...(after === undefined ? {} : { cursor: { id: after }, skip: 1 }),
  });
  return users.map(({ id, name, email, isAnonymous, role, createdAt }) => ({
    id,
    name,
    email: isAnonymous ? null : email,
    isGuest: isAnonymous ?? false,
    isHost: role === 'host',
    createdAt,
  }));
}

export async function systemState({ services }: SignedIn): Promise<SystemState> {
  const { db, rooms, config } = services;
  const [{ size = 0n } = {}] = await db.$queryRaw<
    { size: bigint }[]
  >`SELECT pg_database_size(current_database()) AS size`;
  const [users, courses, machines, entries] = await Promise.all([
    db.user.count(),
    db.course.count(),
    db.machine.count(),
    db.event.count(),
  ]);
  return {
    version: PRODUCT_VERSION,
    engineVersion: ENGINE_VERSION,
    uptimeSeconds: Math.floor(process.uptime()),
    isReady: services.isReady(),
    database: { isEmbedded: config.isEmbedded, sizeBytes: Number(size) },
    counts: { users, courses, machines, entries },
    openRooms: rooms.load().rooms,
  };
}

export async function passwordLink({ services, user }: SignedIn, userId: string): Promise<OneTime> {
  const person = await services.db.user.findUnique({ where: { id: userId }, select: { isAnonymous: true } });
  if (!person || person.isAnonymous) throw notFound('There is no account with this id.');
  return services.db.$transaction(async (tx) => {
    await audit(tx, { actor: user.id, action: 'user.passwordLink', subject: userId });
    return linkFor(tx, { services, userId, kind: 'passwordReset', createdBy: user.id });
  });
}
