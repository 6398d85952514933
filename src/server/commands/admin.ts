import { ENGINE_VERSION } from '@overcommit/engine';
import type { AdminUsers, StorageState, SystemState } from '@overcommit/protocol/api';
import { addressOf } from '../addressOf.ts';
import type { SignedIn } from '../context.ts';
import { forbidden, notFound } from '../errors.ts';
import { PRODUCT_VERSION } from '../version.ts';
import { NOT_ERASED } from './addresses.ts';
import { audit } from './audit.ts';
import { linkFor, type OneTime } from './invitations.ts';
import { lockHosts } from './people.ts';

/** Only this many of the longest logs are measured. */
const MEASURED = 100;
const LARGEST = 20;

type UserFilter = { search: string; cursor?: string; limit: number };

/** People by name or address, newest first, a page at a time; `cursor` is the last id of the page before. */
export async function listUsers({ services }: SignedIn, { search, cursor, limit }: UserFilter): Promise<AdminUsers> {
  const { db } = services;
  // Prisma passes `contains` to LIKE without escaping.
  const fits = { contains: search.trim().replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' } as const;
  const found =
    search.trim() === ''
      ? {}
      : { OR: [{ name: fits }, { email: fits, isAnonymous: { not: true } }, { claimsEmail: fits }] };
  const where = { AND: [NOT_ERASED, found] };
  const [total, users] = await Promise.all([
    db.user.count({ where }),
    db.user.findMany({
      where,
      orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
      take: limit,
      include: { _count: { select: { enrollments: true, seats: true } } },
      ...(cursor === undefined ? {} : { cursor: { id: cursor }, skip: 1 }),
    }),
  ]);
  return {
    total,
    users: users.map(({ id, name, isAnonymous, role, createdAt, _count, ...user }) => ({
      id,
      name,
      email: isAnonymous ? null : addressOf(user),
      isGuest: isAnonymous ?? false,
      isHost: role === 'host',
      createdAt,
      courses: _count.enrollments,
      machines: _count.seats,
    })),
  };
}

/** @throws AppError FORBIDDEN for the caller's own role, NOT_FOUND for an unknown account or a guest */
export async function setHost(
  { services, user }: SignedIn,
  { userId, isHost }: { userId: string; isHost: boolean },
): Promise<{ ok: true }> {
  if (userId === user.id)
    throw forbidden('You cannot change your own role. Ask another host, so that there is always one.');
  await services.db.$transaction(async (tx) => {
    // Two hosts who take the role from each other wait here: the second one is then no host and is refused.
    await lockHosts(tx);
    const caller = await tx.user.findUnique({ where: { id: user.id }, select: { role: true } });
    if (caller?.role !== 'host') throw forbidden('Only the host of this service may do this.');
    const person = await tx.user.findFirst({
      where: { id: userId, ...NOT_ERASED },
      select: { isAnonymous: true, role: true },
    });
    if (!person || person.isAnonymous) throw notFound('There is no account with this id.');
    const role = isHost ? 'host' : 'user';
    await tx.user.update({ where: { id: userId }, data: { role } });
    await audit(tx, { actor: user.id, action: 'user.role', subject: userId, before: person.role, after: role });
  });
  await services.accessChanged([userId]);
  return { ok: true };
}

export async function systemState({ services }: SignedIn): Promise<SystemState> {
  const { db, rooms, config } = services;
  const askedAt = performance.now();
  const [{ size = 0n, version = '' } = {}] = await db.$queryRaw<
    { size: bigint; version: string }[]
  >`SELECT pg_database_size(current_database()) AS size, current_setting('server_version') AS version`;
  const answersInMs = Math.round(performance.now() - askedAt);
  const [users, courses, machines, entries] = await Promise.all([
    db.user.count(),
    db.course.count(),
    db.machine.count(),
    db.event.count(),
  ]);
  return {
    version: PRODUCT_VERSION,
    engineVersion: ENGINE_VERSION,
    logKey: services.logSigner.key,
    uptimeSeconds: Math.floor(process.uptime()),
    isReady: services.isReady(),
    nodeVersion: process.version,
    memoryBytes: process.memoryUsage().rss,
    database: { isEmbedded: config.isEmbedded, version, sizeBytes: Number(size), answersInMs },
    counts: { users, courses, machines, entries },
    openRooms: rooms.load().rooms,
    sockets: services.onScreens.connections(),
  };
}

type LogRow = { id: string; entries: number; bytes: bigint; last_at: Date | null };

/** Sizes as they are on disk, where what is large is compressed. */
export async function storageState({ services }: SignedIn): Promise<StorageState> {
  const { db } = services;
  const [sizes] = await db.$queryRaw<{ database: bigint; logs: bigint; snapshots: bigint }[]>`
    SELECT pg_database_size(current_database()) AS database, pg_total_relation_size('events') AS logs,
      pg_total_relation_size('snapshots') AS snapshots`;
  const rows = await db.$queryRaw<LogRow[]>`
    SELECT s.id, s.version AS entries, coalesce(sum(pg_column_size(e.data) + pg_column_size(e.metadata)), 0)::bigint AS bytes,
      max(e.recorded_at) AS last_at
    FROM (SELECT id, version FROM streams WHERE kind = 'machine' ORDER BY version DESC LIMIT ${MEASURED}) AS s
    LEFT JOIN events e ON e.stream_id = s.id
    GROUP BY s.id, s.version ORDER BY bytes DESC LIMIT ${LARGEST}`;
  const machines = await db.machine.findMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    select: { id: true, title: true, course: { select: { name: true } } },
  });
  const named = new Map(machines.map((one) => [one.id, one]));
  return {
    sizeBytes: {
      database: Number(sizes?.database ?? 0),
      logs: Number(sizes?.logs ?? 0),
      snapshots: Number(sizes?.snapshots ?? 0),
    },
    machines: rows.map(({ id, entries, bytes, last_at }) => ({
      id,
      title: named.get(id)?.title ?? '',
      course: named.get(id)?.course?.name ?? null,
      entries,
      logBytes: Number(bytes),
      lastEntryAt: last_at,
    })),
  };
}

export async function passwordLink({ services, user }: SignedIn, userId: string): Promise<OneTime> {
  const person = await services.db.user.findFirst({
    where: { id: userId, ...NOT_ERASED },
    select: { isAnonymous: true },
  });
  if (!person || person.isAnonymous) throw notFound('There is no account with this id.');
  return services.db.$transaction(async (tx) => {
    await audit(tx, { actor: user.id, action: 'user.passwordLink', subject: userId });
    return linkFor(tx, { services, userId, kind: 'passwordReset', createdBy: user.id });
  });
}
