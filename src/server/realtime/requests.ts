import { LIMITS, type Refused, refused } from '@overcommit/protocol';
import type { z } from 'zod';
import { AppError } from '../errors.ts';
import { createRateLimit } from '../rooms/rateLimit.ts';
import type { RoomLog } from '../rooms/types.ts';
import type { RealtimeSocket } from './types.ts';

/** Requests a second of one socket, and how many at once. */
const PACE = { perSecond: 50, burst: 150 };

type Ack = (answer: object) => void;
type Handler = (input: never) => Promise<object>;
export type Route = { schema: z.ZodType; handle: Handler };

/** A request's schema and its handler, with matching types. */
export function route<Input>(schema: z.ZodType<Input>, handle: (input: Input) => Promise<object>): Route {
  return { schema, handle: handle as Handler };
}

/**
 * Answers every frame of a socket: by its route, or with `BAD_INPUT` if the route, the right form or the
 * acknowledgement is missing. The tenth malformed frame closes the socket.
 */
export function serveRequests(socket: RealtimeSocket, routes: Record<string, Route>, log: RoomLog): void {
  const pace = createRateLimit(PACE);

  function malformed(ack: Ack | null, message: string): void {
    socket.data.malformed += 1;
    ack?.(refused('BAD_INPUT', message));
    if (socket.data.malformed < LIMITS.malformedFrames) return;
    log.warn({ socket: socket.id, person: socket.data.person.id }, 'closed a socket after malformed frames');
    socket.disconnect(true);
  }

  socket.onAny((event: string, ...args: unknown[]) => {
    const last = args.at(-1);
    const ack = typeof last === 'function' ? (last as Ack) : null;
    const found = Object.hasOwn(routes, event) ? routes[event] : undefined;
    if (!found) return malformed(ack, 'There is no such request.');
    if (!ack || args.length !== 2) return malformed(ack, 'A request is one object and an acknowledgement.');
    const parsed = found.schema.safeParse(args[0]);
    if (!parsed.success)
      return malformed(ack, parsed.error.issues[0]?.message ?? 'The request does not have the right form.');
    if (!pace.take('socket', performance.now()))
      return ack(refused('TOO_MANY_REQUESTS', 'Too many requests: wait a second.'));
    found.handle(parsed.data as never).then(ack, (error) => ack(failure(error, { event, log })));
  });
}

function failure(error: unknown, { event, log }: { event: string; log: RoomLog }): Refused {
  if (error instanceof AppError) return refused(error.code, error.message);
  log.error({ event, err: error }, 'a socket request failed');
  return refused('INTERNAL_SERVER_ERROR', 'That failed on the server. It will be asked again.');
}
