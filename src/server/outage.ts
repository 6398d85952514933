/**
 * What Postgres, its driver and Prisma say when the database is away or takes nothing: connection failures (08), no resources
 * (53, a full disk among them), an operator's or a crash's shutdown (57P), system errors (58), and lost sockets.
 */
const OUTAGE =
  /\b(08\d{3}|53\d{3}|57P0[1-5]|58\d{3}|P1001|P1002|P1008|P1017|P2024|P2028)\b|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|Connection terminated|terminating connection|connection (is )?closed|not queryable|timeout exceeded|the database system is|No space left|DatabaseNotReachable|FAILED_TO_GET_SESSION|Failed to get session/i;

/** Whether an error came from a database that is away, in any wrapping: what was asked may have happened or not. */
export function isOutage(error: unknown): boolean {
  return matches(error, OUTAGE);
}

/** Whether the database has no room left to write. */
export function isDiskFull(error: unknown): boolean {
  return matches(error, DISK_FULL);
}

function matches(error: unknown, words: RegExp, depth = 5): boolean {
  if (typeof error !== 'object' || error === null || depth === 0) return false;
  const { code, message, meta, body, cause } = error as Record<string, unknown>;
  const said = [code, message, JSON.stringify(meta ?? ''), JSON.stringify(body ?? '')].join(' ');
  return words.test(said) || matches(cause, words, depth - 1);
}

const DISK_FULL = /\b53100\b|No space left/i;

/** What is wrong, for the person whose request the database did not take. */
export function outageSentence(error: unknown): string {
  return `${isDiskFull(error) ? FULL : AWAY} What was stored is safe; a command is sent again by itself.`;
}

const AWAY = 'The database of this server does not answer.';
const FULL = 'The disk of this server is full, so it can store nothing now.';
