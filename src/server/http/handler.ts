import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Config } from '../config.ts';
import type { Logger } from '../logger.ts';
import type { Readiness, ReadinessCheck } from '../readiness.ts';
import type { Services } from '../services.ts';
import { isPassedOn, settleAddress } from './address.ts';
import { handleDownload, handleTrpc } from './apiRoutes.ts';
import { handleAuth } from './authRoutes.ts';
import { BodyTooLarge, refuseBody, sendRefusal } from './body.ts';
import { isOwnOrigin } from './csrf.ts';
import { CLOSED_POLICY, setPagePolicy, setSecurityHeaders } from './headers.ts';
import { HOLDING_PAGE } from './holdingPage.ts';
import { mayReadMetrics } from './metrics.ts';
import { ownTarget } from './target.ts';

export type PageHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>;
/** What the edge serves. It listens before this exists. */
export type Backend = { services: Services; pages: PageHandler };
export type EdgeParts = {
  config(): Config;
  log: Logger;
  /** Null until everything is ready, and again once the server is stopping. */
  backend(): Backend | null;
  /** Whether the database takes writes, or why not. Asked only once there is a backend. */
  readiness: ReadinessCheck;
};

const NOT_UP: Readiness = { isReady: false, why: 'The server is starting or stopping.' };

type Call = { req: IncomingMessage; res: ServerResponse; path: string; address: string; wasPassedOn: boolean };

/** The only way into the server: headers, health, origin, limits; then the API or a page. */
export function createHandler(parts: EdgeParts): RequestListener {
  return (req, res) => {
    const startedAt = process.hrtime.bigint();
    req.url = ownTarget(req.url);
    const path = req.url.split('?')[0] as string;
    res.once('finish', () => {
      const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
      parts
        .backend()
        ?.services.metrics.requests.observe({ kind: kindOf(path), status: String(res.statusCode) }, seconds);
    });
    handle(parts, { req, res, path }).catch((error: unknown) => fail(parts.log, { req, res, path, error }));
  };
}

async function handle(parts: EdgeParts, { req, res, path }: Pick<Call, 'req' | 'res' | 'path'>): Promise<void> {
  const config = parts.config();
  const wasPassedOn = isPassedOn(req);
  const address = settleAddress(req, config.isProxy);
  const call: Call = { req, res, path, address, wasPassedOn };
  setSecurityHeaders(res, config);
  if (path === '/healthz') return sendText(res, 200, 'ok');
  const backend = parts.backend();
  if (path === '/readyz') {
    const readiness: Readiness = backend ? await parts.readiness() : NOT_UP;
    return sendText(res, readiness.isReady ? 200 : 503, readiness.isReady ? 'ready' : `not ready: ${readiness.why}`);
  }
  if (!backend) return sendHolding(res, path);
  if (path === '/metrics') return sendMetrics(backend, call);
  if (!isOwnOrigin(req, config.trustedOrigins)) {
    return sendRefusal(res, { status: 403, code: 'FORBIDDEN', message: 'This request came from another site.' });
  }
  if (path.startsWith('/api/')) return handleApi(backend, call);
  if (!config.isDev && req.method !== 'GET' && req.method !== 'HEAD') {
    return sendRefusal(res, {
      status: 405,
      code: 'METHOD_NOT_SUPPORTED',
      message: 'Pages can only be fetched.',
      headers: { Allow: 'GET, HEAD' },
    });
  }
  if (!isReadable(path)) {
    return sendRefusal(res, { status: 400, code: 'BAD_REQUEST', message: 'This address cannot be read.' });
  }
  setPagePolicy(req, res, config.isDev);
  await backend.pages(req, res);
}

async function handleApi({ services }: Backend, call: Call): Promise<void> {
  const { res, path } = call;
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Content-Security-Policy', CLOSED_POLICY);
  if (path.startsWith('/api/auth/')) return handleAuth(services, call);
  if (path.startsWith('/api/trpc/')) return handleTrpc(services, call);
  // For `overcommit verify --key`.
  if (path === '/api/log-key') return sendText(res, 200, services.logSigner.key);
  if (await handleDownload(services, call)) return;
  sendRefusal(res, { status: 404, code: 'NOT_FOUND', message: 'There is nothing at this address.' });
}

async function sendMetrics({ services }: Backend, { req, res, address, wasPassedOn }: Call): Promise<void> {
  if (!mayReadMetrics(req, { address, isPassedOn: wasPassedOn, config: services.config })) {
    return sendRefusal(res, {
      status: 403,
      code: 'FORBIDDEN',
      message: 'The metrics are for the host of this service, who sets METRICS_TOKEN.',
    });
  }
  const { registry } = services.metrics;
  res.setHeader('Content-Type', registry.contentType);
  res.end(await registry.metrics());
}

function sendText(res: ServerResponse, status: number, text: string): void {
  res.statusCode = status;
  res.setHeader('Content-Type', 'text/plain; charset=utf-8');
  res.setHeader('Cache-Control', 'no-store');
  res.end(`${text}\n`);
}

function sendHolding(res: ServerResponse, path: string): void {
  res.setHeader('Retry-After', '2');
  // A connection that is kept alive would hold up a server that stops.
  res.setHeader('Connection', 'close');
  if (path.startsWith('/api/') || path === '/metrics') {
    const message = 'The server is not ready. Try again in a moment.';
    sendRefusal(res, { status: 503, code: 'SERVICE_UNAVAILABLE', message });
    return;
  }
  res.statusCode = 503;
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Content-Security-Policy', CLOSED_POLICY);
  res.end(HOLDING_PAGE);
}

/** Whether its escapes can be decoded: the page renderer fails on a stray `%`. */
function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function kindOf(path: string): string {
  if (path.startsWith('/api/trpc/')) return 'trpc';
  if (path.startsWith('/api/')) return 'api';
  return path.startsWith('/_next/') ? 'asset' : 'page';
}

type Failure = { req: IncomingMessage; res: ServerResponse; path: string; error: unknown };

/** The client gets a sentence; the details are in the log. */
function fail(log: Logger, { req, res, path, error }: Failure): void {
  if (error instanceof BodyTooLarge && !res.headersSent) {
    refuseBody(req, res, error.limitBytes);
    return;
  }
  if (req.destroyed || res.destroyed) return;
  log.error({ err: error, path }, 'a request failed');
  if (res.headersSent) {
    res.destroy();
    return;
  }
  sendRefusal(res, {
    status: 500,
    code: 'INTERNAL_SERVER_ERROR',
    message: 'Something went wrong on our side. It has been logged; please try again.',
  });
}
