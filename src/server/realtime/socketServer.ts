import type { Server as HttpServer, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { LIMITS } from '@overcommit/protocol';
import { Server } from 'socket.io';
import { createAdmission } from './admission.ts';
import { channels } from './channels.ts';
import { type RealtimeOptions, type RealtimeServer, SILENT, type SocketPerson } from './types.ts';

const PATH = '/socket.io';
/** Sockets of one person: several windows and devices. */
const MOST_SOCKETS = 50;
/** Time to authenticate after connecting. */
const LOGIN_MS = 10_000;

/** Socket.IO on the HTTP server, for those who are logged in, from pages of this site. */
export function createSocketServer<Person extends SocketPerson>(options: RealtimeOptions<Person>): RealtimeServer {
  const { httpServer, isWebSocketOnly, isOriginAllowed = isSameOrigin, log = SILENT } = options;
  const admission = createAdmission(options);
  const io: RealtimeServer = new Server(httpServer, {
    path: PATH,
    serveClient: false,
    ...(isWebSocketOnly ? { transports: ['websocket'] } : {}),
    destroyUpgrade: false,
    maxHttpBufferSize: LIMITS.frameBytes,
    connectTimeout: LOGIN_MS,
    allowRequest: (request, answer) => {
      const { origin } = request.headers;
      if (origin !== undefined && !isOriginAllowed(origin, request.headers)) return answer('FORBIDDEN', false);
      // Requests of a connection that is open.
      if (isKnown(request)) return answer(null, true);
      admission.admit(request).then(
        (why) => answer(why, why === null),
        (err) => {
          log.error({ err }, 'a handshake failed');
          answer('INTERNAL_SERVER_ERROR', false);
        },
      );
    },
  });
  // These answers do not pass the edge, which sets this header on all others.
  io.engine.on('headers', (headers: Record<string, string>) => {
    headers['X-Content-Type-Options'] = 'nosniff';
  });
  io.engine.on(
    'connection',
    (connection: { request: IncomingMessage; once(event: 'close', run: () => void): void }) => {
      connection.once('close', admission.opened(connection.request));
    },
  );
  io.use((socket, next) => {
    const person = admission.personOf(socket.request);
    if (!person) return next(new Error('UNAUTHORIZED'));
    const open = io.sockets.adapter.rooms.get(channels.person(person.id))?.size ?? 0;
    if (open >= MOST_SOCKETS) return next(new Error('TOO_MANY_REQUESTS'));
    socket.data = { person, malformed: 0, viewers: new Map(), desks: new Set() };
    next();
  });
  return io;
}

/** Ends upgrades to unknown paths: without an answer they would hang. The returned function stops this. */
export function refuseUnknownUpgrades(httpServer: HttpServer, isForeign: (path: string) => boolean): () => void {
  function check(request: IncomingMessage, socket: Duplex): void {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path !== PATH && path !== `${PATH}/` && !isForeign(path)) socket.destroy();
  }
  httpServer.on('upgrade', check);
  return () => httpServer.off('upgrade', check);
}

function isKnown({ url = '' }: IncomingMessage): boolean {
  return new URLSearchParams(url.split('?')[1]).has('sid');
}

/** A page of another site must not open a socket with this site's cookie. */
function isSameOrigin(origin: string, headers: IncomingHttpHeaders): boolean {
  try {
    return new URL(origin).host === headers.host;
  } catch {
    return false;
  }
}
