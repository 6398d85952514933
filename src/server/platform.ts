import type { Server as HttpServer, IncomingHttpHeaders } from 'node:http';
import type { EventStore } from '@overcommit/event-store';
import type { Viewer } from '@overcommit/protocol';
import { createLogSigner } from '../logSignature.ts';
import { callerFor, viewerOf } from './api/createContext.ts';
import { createActionLimits } from './auth/actionLimits.ts';
import { addressKey } from './auth/addressKey.ts';
import { createAuth } from './auth/auth.ts';
import { countTogether } from './auth/countTogether.ts';
import { createLoginLimits } from './auth/loginLimits.ts';
import { assignmentAccess, machineAccess } from './commands/access.ts';
import type { Config } from './config.ts';
import type { SignedIn } from './context.ts';
import type { DatabaseAccess } from './database/index.ts';
import type { Db } from './db.ts';
import { createTrials, createVerdicts, gradesVersion } from './grading/index.ts';
import { callerAddress } from './http/address.ts';
import { newId } from './ids.ts';
import { createLogChecker } from './logCheck/index.ts';
import type { Logger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { createPeers, createRedisWire } from './peers/index.ts';
import { createWall } from './projections/wall.ts';
import { createQuestions } from './questions/index.ts';
import { createRealtime, type OnScreens, type Realtime } from './realtime/index.ts';
import { createRooms, createThreads, type Leases, type Rooms } from './rooms/index.ts';
import type { Services } from './services.ts';
import { share } from './shared.ts';
import { createPostgresLeases, createPostgresStore } from './store/index.ts';
import { createDeadlineJob } from './work/index.ts';

export type Platform = {
  services: Services;
  realtime: Realtime;
  /** Sockets first, then the rooms with what is queued in them. The database stays open. */
  close(): Promise<void>;
};

export type PlatformParts = {
  config: Config;
  secret: string;
  log: Logger;
  database: DatabaseAccess;
  httpServer: HttpServer;
  isReady(): boolean;
};

/** Puts the parts of the server together, over an open and migrated database. */
export function createPlatform({ config, secret, log, database, httpServer, isReady }: PlatformParts): Platform {
  const db = database.prisma;
  const store = openStore({ db, secret, log });
  const leases = createPostgresLeases(db, newId());
  const rooms = openRooms({ db, store, leases, log });
  const peers = createPeers(config.redisUrl === null ? null : createRedisWire(config.redisUrl, log));
  const metrics = createMetrics({
    rooms: () => rooms.load().rooms,
    sockets: () => realtime.connections(),
    ...{ processes: peers.count, isReached: peers.isReached },
  });
  const counted = countTogether(peers);
  const auth = createAuth({ db, config, secret, log });
  const services: Services = {
    db,
    store,
    rooms,
    auth,
    loginLimits: createLoginLimits({ counted }),
    actionLimits: createActionLimits(counted),
    config,
    secret,
    log,
    metrics,
    accessChanged: (userIds) => realtime.recheck(userIds),
    logChecker: createLogChecker(),
    verdicts: createVerdicts({ db, store }),
    trials: createTrials({ db, store }),
    logSigner: createLogSigner(secret),
    wall: createWall(rooms),
    onScreens: onScreens(() => realtime),
    cellChanged: (message) => realtime.cellChanged(message),
    ...createQuestions({ db, rooms, log, store }),
    deadlines: createDeadlineJob({ db, store, leases, log }),
    isReady,
  };
  const realtime = createRealtime({
    httpServer,
    rooms,
    log,
    authenticate: (headers) => personOf(services, headers),
    addressOf: (request) => addressKey(callerAddress(request, config.isProxy)),
    mayView: (person, machineId) => viewerAt(person, machineId),
    mayGrade: (person, assignmentId) => graderAt(person, assignmentId),
    isOriginAllowed: (origin) => config.trustedOrigins.includes(origin),
    foreignUpgrades: (path) => config.isDev && path.startsWith('/_next/'),
    peers,
    versionsOf: (machineIds) => versionsOf(db, machineIds),
    isWebSocketOnly: !peers.isAlone,
  });
  const stopCounting = rooms.onEntry(() => metrics.entries.inc());
  share({ callerFor: (headers) => callerFor(services, headers) });

  return {
    services,
    realtime,
    async close() {
      stopCounting();
      await realtime.close();
      await closeAll(services);
      // Last: what the rooms still stored is told.
      await peers.close();
    },
  };
}

async function closeAll({ deadlines, lab, verdicts, trials, rooms }: Services): Promise<void> {
  await Promise.all([deadlines, lab, verdicts, trials, rooms].map((one) => one.close()));
}

/** The people who look at machines now; sockets are opened after the services. */
function onScreens(realtime: () => Realtime): OnScreens {
  return {
    say: (note) => realtime().say(note),
    present: (machineId) => realtime().present(machineId),
    isHere: (machineId, actorId) => realtime().isHere(machineId, actorId),
    connections: () => realtime().connections(),
  };
}

function openStore({ db, secret, log }: { db: Db; secret: string; log: Logger }): EventStore {
  return createPostgresStore({
    sql: db,
    snapshotKey: secret,
    onWrongSnapshot: (streamId, version) =>
      log.error({ streamId, version }, 'a snapshot is not as it was written; it is dropped'),
  });
}

type RoomParts = { db: Db; store: EventStore; leases: Leases; log: Logger };

/** Rooms whose machines are in threads of their own. */
function openRooms({ db, store, leases, log }: RoomParts): Rooms {
  return createRooms({
    store,
    leases,
    log,
    host: (limits) => createThreads({ limits, log, ownerOf: (machineId) => payerOf(db, machineId) }),
  });
}

/** Who pays for the work of a machine: its group, or the person who made it; null while it is being made. */
async function payerOf(db: Db, machineId: string): Promise<string | null> {
  const where = { id: machineId };
  const found = await db.machine.findUnique({ where, select: { groupId: true, createdBy: true } });
  return found?.groupId ?? found?.createdBy ?? null;
}

async function versionsOf(db: Db, machineIds: string[]): Promise<Map<string, number>> {
  const rows = await db.stream.findMany({ where: { id: { in: machineIds } }, select: { id: true, version: true } });
  return new Map(rows.map(({ id, version }) => [id, version]));
}

type Person = { id: string; context: SignedIn };

/** The person who opens a socket, by session cookie. */
async function personOf(services: Services, headers: IncomingHttpHeaders): Promise<Person | null> {
  const { cookie } = headers;
  if (cookie === undefined) return null;
  const requestHeaders = new Headers({ cookie });
  const user = await viewerOf(services, requestHeaders);
  if (!user) return null;
  const context: SignedIn = { services, user, address: 'socket', requestHeaders, responseHeaders: null };
  return { id: user.id, context };
}

/** The viewer that a person is on a machine: their actor there, or a watcher for staff without a seat. */
async function viewerAt({ id, context }: Person, machineId: string): Promise<Viewer | null> {
  const access = await machineAccess(context, machineId);
  if (!access?.mayView) return null;
  const { seat, untilSeq } = access;
  return { actorId: seat?.actorId ?? `watch-${id}`, role: seat?.role ?? access.role, untilSeq };
}

/** The grader that a person is at an assignment's desk; null = they are not its staff. */
async function graderAt({ context }: Person, assignmentId: string) {
  const access = await assignmentAccess(context, assignmentId);
  if (!access?.isStaff) return null;
  return { name: context.user.name, version: () => gradesVersion(context.services.store, assignmentId) };
}
