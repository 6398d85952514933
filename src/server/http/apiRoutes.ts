import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { createContext } from '../api/createContext.ts';
import { appRouter } from '../api/root.ts';
import { assignmentAccess, courseAccess, machineAccess } from '../commands/access.ts';
import { exportLines } from '../commands/log.ts';
import type { SignedIn } from '../context.ts';
import { courseGradebook, partLog } from '../grading/index.ts';
import type { Services } from '../services.ts';
import { type PlainAnswer, readBody, refuseUnread, sendRefusal, sendWebResponse, webRequest } from './body.ts';

const BODY_BYTES = 64 * 1024;
/** A rubric of fifty items, a lab with its handout, a roster of a thousand people. */
const AUTHORED_BYTES = 512 * 1024;
const AUTHORED = ['rubric.', 'ownLabs.', 'courses.importRoster', 'courses.previewRoster'];
/** An uploaded log of 32 MiB, with its quotes escaped. */
const LOG_BODY_BYTES = 48 * 1024 * 1024;
const MOST_LARGE_BODIES = 2;
/** Larger than the log of a class hour. Parsing tens of MiB of JSON blocks the process for a second. */
const LARGE_LOG_BYTES = 4 * 1024 * 1024;
const FULL_WAIT_S = 5;
const TRPC = '/api/trpc';
const LOG_VERIFY = `${TRPC}/log.verify`;
const EMPTY_LOG = '{"json":{"text":""}}';
/** What tRPC parses in place of an uploaded log, which goes to the procedure unread; as one of a batch, or alone. */
const emptyLog = (url = '') => Buffer.from(/[?&]batch=1/.test(url) ? `{"0":${EMPTY_LOG}}` : EMPTY_LOG);
/** Calls in one request. The screens send at most half as many. */
const MOST_CALLS = 20;

export type ApiRequest = { req: IncomingMessage; res: ServerResponse; path: string; address: string };

let largeBodies = 0;

/** Everything under /api/trpc. Only `log.verify`, called alone, may have a large body: no other is parsed in its own thread. */
export async function handleTrpc(services: Services, call: ApiRequest): Promise<void> {
  if (call.path !== LOG_VERIFY) return answerTrpc(services, { ...call, limit: bodyLimit(call.path) });
  // A small log takes none of the few places for large ones, so a slow sender cannot block it.
  if (!isLargeLog(call.req)) return answerTrpc(services, { ...call, limit: LARGE_LOG_BYTES });
  const refusal = await largeLogRefusal(services, call);
  if (refusal) return refuseUnread(call, refusal);
  largeBodies += 1;
  try {
    await answerTrpc(services, { ...call, limit: LOG_BODY_BYTES });
  } finally {
    largeBodies -= 1;
  }
}

function bodyLimit(path: string): number {
  if (path === `${TRPC}/rubric.tryLog`) return LARGE_LOG_BYTES;
  const isAuthored = AUTHORED.some((name) => path.startsWith(`${TRPC}/${name}`));
  return isAuthored ? AUTHORED_BYTES : BODY_BYTES;
}

/** Asked before the body is read: reading it is the expensive part. */
async function largeLogRefusal({ actionLimits }: Services, { address }: ApiRequest): Promise<PlainAnswer | null> {
  const isFull = largeBodies >= MOST_LARGE_BODIES;
  const wait = isFull ? FULL_WAIT_S : actionLimits.count('largeLog', address);
  if (wait === null) return null;
  const why = isFull ? 'Other large logs are being checked.' : 'Many large logs came from here just now.';
  const message = `${why} Try again in ${wait} seconds, or use overcommit verify.`;
  return { status: 429, code: 'TOO_MANY_REQUESTS', message, headers: { 'Retry-After': String(wait) } };
}

function isLargeLog({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return length === undefined || Number(length) > LARGE_LOG_BYTES;
}

async function answerTrpc(services: Services, { limit, ...call }: ApiRequest & { limit: number }): Promise<void> {
  const { req, res, address } = call;
  const sent = req.method === 'POST' ? await readBody(req, limit) : null;
  const isLog = sent !== null && call.path === LOG_VERIFY;
  const body = isLog ? emptyLog(req.url) : sent;
  // Long work is stopped when its connection closes.
  const connection = new AbortController();
  res.once('close', () => connection.abort());
  const response = await fetchRequestHandler({
    endpoint: TRPC,
    req: new Request(webRequest(req, body, services.config.baseUrl), { signal: connection.signal }),
    router: appRouter,
    maxBatchSize: MOST_CALLS,
    createContext: ({ req: { headers }, resHeaders }) =>
      createContext({
        services,
        address,
        requestHeaders: headers,
        responseHeaders: resHeaders,
        ...(isLog ? { body: new Uint8Array(sent) } : {}),
      }),
    onError: ({ error, path }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR')
        services.log.error({ err: error.cause ?? error, path }, 'a procedure failed');
    },
  });
  await sendWebResponse(res, response);
}

const LOG_PATH = /^\/api\/machines\/([\w.-]{1,80})\/log\.ndjson$/;
const DESK_LOG_PATH = /^\/api\/assignments\/([\w.-]{1,80})\/grading\/([\w-]{1,128})\/(\d{1,3})\/log\.ndjson$/;
const GRADEBOOK_PATH = /^\/api\/courses\/([\w.-]{1,80})\/gradebook\.csv$/;

/** Files to download. Answers false if this path is not one of them. */
export async function handleDownload(services: Services, { req, res, path, address }: ApiRequest): Promise<boolean> {
  const machineId = LOG_PATH.exec(path)?.[1];
  const courseId = GRADEBOOK_PATH.exec(path)?.[1];
  const [, assignmentId, rowId = '', part] = DESK_LOG_PATH.exec(path) ?? [];
  if (machineId === undefined && courseId === undefined && assignmentId === undefined) return false;
  if (req.method !== 'GET') {
    sendRefusal(res, {
      status: 405,
      code: 'METHOD_NOT_SUPPORTED',
      message: 'This can only be fetched.',
      headers: { Allow: 'GET' },
    });
    return true;
  }
  const requestHeaders = webRequest(req, null, services.config.baseUrl).headers;
  const ctx = await createContext({ services, address, requestHeaders, responseHeaders: null });
  if (!ctx.user) {
    sendRefusal(res, { status: 401, code: 'UNAUTHORIZED', message: 'Please log in first.' });
    return true;
  }
  const known: SignedIn = { ...ctx, user: ctx.user };
  if (machineId !== undefined) await sendLog(known, { res, machineId });
  if (courseId !== undefined) {
    const withBom = new URLSearchParams(req.url?.split('?')[1]).get('bom') === '1';
    await sendGradebook(known, { res, courseId, withBom });
  }
  if (assignmentId !== undefined) await sendDeskLog(known, { res, assignmentId, rowId, part: Number(part) });
  return true;
}

async function sendLog(ctx: SignedIn, { res, machineId }: { res: ServerResponse; machineId: string }): Promise<void> {
  const access = await machineAccess(ctx, machineId);
  if (!access?.mayView) return refuseDownload(res, 'This machine does not exist, or you have no place on it.');
  attach(res, { type: 'application/x-ndjson; charset=utf-8', name: `machine-${machineId}.ndjson` });
  await pipeline(Readable.from(exportLines(ctx.services, access)), res);
}

/** A log at the grading desk: only staff of its course, and without the machine's id. */
async function sendDeskLog(
  ctx: SignedIn,
  { res, ...at }: { res: ServerResponse; assignmentId: string; rowId: string; part: number },
): Promise<void> {
  const access = await assignmentAccess(ctx, at.assignmentId);
  if (!access?.isStaff) return refuseDownload(res, 'Only the staff of this course may grade this.');
  const lines = await partLog(ctx.services, at);
  if (!lines) return sendRefusal(res, { status: 404, code: 'NOT_FOUND', message: 'There is no such log.' });
  attach(res, { type: 'application/x-ndjson; charset=utf-8', name: 'log.ndjson' });
  await pipeline(Readable.from(lines), res);
}

async function sendGradebook(
  ctx: SignedIn,
  { res, courseId, withBom }: { res: ServerResponse; courseId: string; withBom: boolean },
): Promise<void> {
  const access = await courseAccess(ctx, courseId);
  if (!access?.isStaff) return refuseDownload(res, 'Only the staff of this course may fetch its gradebook.');
  const csv = await courseGradebook(ctx.services, courseId);
  attach(res, { type: 'text/csv; charset=utf-8', name: `gradebook-${courseId}.csv` });
  // Excel takes UTF-8 for what it is only behind a byte order mark.
  res.end(withBom ? `\ufeff${csv}` : csv);
}

function refuseDownload(res: ServerResponse, message: string): void {
  sendRefusal(res, { status: 403, code: 'FORBIDDEN', message });
}

function attach(res: ServerResponse, { type, name }: { type: string; name: string }): void {
  res.setHeader('Content-Type', type);
  res.setHeader('Content-Disposition', `attachment; filename="${name}"`);
}
