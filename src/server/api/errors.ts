import { type TRPCDefaultErrorShape, TRPCError } from '@trpc/server';
import { ZodError, z } from 'zod';
import type { AppError } from '../errors.ts';
import { isOutage, outageSentence } from '../outage.ts';

const UNEXPECTED = 'Something went wrong on our side. It has been logged; please try again.';

/** The only place where an error of the application becomes one of tRPC. */
export function toTrpcError({ code, message }: AppError): TRPCError {
  return new TRPCError({ code, message });
}

/** What a client sees of an error: a sentence and, for bad input, what was wrong with which field. Never a stack or a query. */
export function plainError({ shape, error }: { shape: TRPCDefaultErrorShape; error: TRPCError }) {
  const { path } = shape.data;
  const isAway = error.code === 'INTERNAL_SERVER_ERROR' && isOutage(error.cause);
  const code = isAway ? 'SERVICE_UNAVAILABLE' : shape.data.code;
  const httpStatus = isAway ? 503 : shape.data.httpStatus;
  const fields = error.cause instanceof ZodError ? z.flattenError(error.cause).fieldErrors : null;
  const message = isAway
    ? outageSentence(error.cause)
    : code === 'INTERNAL_SERVER_ERROR'
      ? UNEXPECTED
      : fields
        ? 'Please check what was entered.'
        : shape.message;
  return { ...shape, message, data: { code, httpStatus, path, fields: fields as Record<string, string[]> | null } };
}
