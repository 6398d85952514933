import { z } from 'zod';

/** Why a request was not carried out: tRPC's codes, and `BAD_INPUT` for a frame of the wrong shape. */
export const ERROR_CODES = [
  'BAD_INPUT',
  'BAD_REQUEST',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'PRECONDITION_FAILED',
  'PAYLOAD_TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'CLIENT_CLOSED_REQUEST',
  'INTERNAL_SERVER_ERROR',
  'SERVICE_UNAVAILABLE',
] as const;
export const ErrorCode = z.enum(ERROR_CODES);
export type ErrorCode = z.infer<typeof ErrorCode>;

export const RefusedSchema = z.object({ ok: z.literal(false), code: ErrorCode, message: z.string() });
export type Refused = z.infer<typeof RefusedSchema>;

export function refused(code: ErrorCode, message: string): Refused {
  return { ok: false, code, message };
}
