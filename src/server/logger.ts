import pino from 'pino';

export type Logger = pino.Logger;

/** Structured lines on stderr. The few lines on stdout are for the person who started the server. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      redact: { paths: ['password', 'token', '*.password', '*.token', 'headers.cookie'], remove: true },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
