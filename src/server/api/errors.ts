import type { TRPCDefaultErrorShape, TRPCError } from '@trpc/server';
import { TRPCError as ServerError } from '@trpc/server';
import { ZodError, z } from 'zod';
import type { RoomError } from '../rooms/index.ts';

const UNEXPECTED = 'Something went wrong on our side. It has been logged; please try again.';

/** What a client sees of an error: a sentence and, for bad input, what was wrong with which field. Never a stack or a query. */
export function plainError({ shape, error }: { shape: TRPCDefaultErrorShape; error: TRPCError }) {
  const { code, httpStatus, path } = shape.data;
  const fields = error.cause instanceof ZodError ? z.flattenError(error.cause).fieldErrors : null;
  const message =
    code === 'INTERNAL_SERVER_ERROR' ? UNEXPECTED : fields ? 'Please check what was entered.' : shape.message;
  return { ...shape, message, data: { code, httpStatus, path, fields: fields as Record<string, string[]> | null } };
}

/** A room's refusals have the API's own codes. */
export function fromRoom({ code, message }: RoomError): ServerError {
  return new ServerError({ code: code === 'BAD_INPUT' ? 'BAD_REQUEST' : code, message });
}

export function unauthorized(): ServerError {
  return new ServerError({ code: 'UNAUTHORIZED', message: 'Please log in first.' });
}

export function forbidden(message: string): ServerError {
  return new ServerError({ code: 'FORBIDDEN', message });
}

export function notFound(message: string): ServerError {
  return new ServerError({ code: 'NOT_FOUND', message });
}

export function badRequest(message: string): ServerError {
  return new ServerError({ code: 'BAD_REQUEST', message });
}

export function conflict(message: string): ServerError {
  return new ServerError({ code: 'CONFLICT', message });
}

export function notNow(message: string): ServerError {
  return new ServerError({ code: 'PRECONDITION_FAILED', message });
}

export function tooMany(message: string): ServerError {
  return new ServerError({ code: 'TOO_MANY_REQUESTS', message });
}

export function tooLarge(message: string): ServerError {
  return new ServerError({ code: 'PAYLOAD_TOO_LARGE', message });
}

/** Whoever asked does not wait for the answer any more. */
export function gone(message: string): ServerError {
  return new ServerError({ code: 'CLIENT_CLOSED_REQUEST', message });
}
