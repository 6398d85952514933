import type { ErrorCode } from '@overcommit/protocol';

/** `BAD_INPUT` is for socket frames without the right form. They never get this far. */
type AppErrorCode = Exclude<ErrorCode, 'BAD_INPUT'>;

/**
 * A request that cannot be carried out. `message` is a sentence for the person who asked; the codes are those of tRPC.
 * The API turns it into a TRPCError and the sockets into a refusal. Every other error is a fault of the server.
 */
export class AppError extends Error {
  override name = 'AppError';
  readonly code: AppErrorCode;
  constructor(code: AppErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export function unauthorized(): AppError {
  return new AppError('UNAUTHORIZED', 'Please log in first.');
}

export function forbidden(message: string): AppError {
  return new AppError('FORBIDDEN', message);
}

export function notFound(message: string): AppError {
  return new AppError('NOT_FOUND', message);
}

export function badRequest(message: string): AppError {
  return new AppError('BAD_REQUEST', message);
}

export function conflict(message: string): AppError {
  return new AppError('CONFLICT', message);
}

export function notNow(message: string): AppError {
  return new AppError('PRECONDITION_FAILED', message);
}

export function tooMany(message: string): AppError {
  return new AppError('TOO_MANY_REQUESTS', message);
}

export function tooLarge(message: string): AppError {
  return new AppError('PAYLOAD_TOO_LARGE', message);
}

/** The caller no longer waits for the answer. */
export function gone(message: string): AppError {
  return new AppError('CLIENT_CLOSED_REQUEST', message);
}

/** Whether it happened is not known, or it did not: the same request is to be sent again, with the same id. */
export function away(message: string): AppError {
  return new AppError('SERVICE_UNAVAILABLE', message);
}

/** The request failed here although it was right. */
export function failed(message: string): AppError {
  return new AppError('INTERNAL_SERVER_ERROR', message);
}
