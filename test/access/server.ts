import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findTaughtLab, type TaughtLab } from '@overcommit/handbook/teaching';
import superjson from 'superjson';
import type { AppRouter } from '../../src/server/api/root.ts';
import { type Config, readConfig, withPort } from '../../src/server/config.ts';
import { openDatabase } from '../../src/server/database/index.ts';
import { type Backend, createHandler } from '../../src/server/http/handler.ts';
import { createLogger } from '../../src/server/logger.ts';
import { createPlatform } from '../../src/server/platform.ts';
import { createReadiness } from '../../src/server/readiness.ts';
import type { Services } from '../../src/server/services.ts';

export type { AppRouter };
export const LAB = findTaughtLab('the-database-dies') as TaughtLab;

export type TestServer = {
  origin: string;
  services: Services;
  /** False: listening, but not ready. */
  setReady(isReady: boolean): void;
  close(): Promise<void>;
};

/** The whole server without Next, over real HTTP and a real database. `env`: variables as for `npm start`. */
export async function startServer(databaseUrl: string, env: Record<string, string> = {}): Promise<TestServer> {
  let isReady = true;
  let config: Config = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL: databaseUrl, ...env });
  const log = createLogger(config.logLevel);
  const database = openDatabase(databaseUrl);
  let backend: Backend | null = null;
  const httpServer = createServer(
    createHandler({
      config: () => config,
      log,
      backend: () => (isReady ? backend : null),
      readiness: createReadiness({ pool: database.pool, trouble: () => null, log }),
    }),
  );
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  config = withPort(config, (httpServer.address() as AddressInfo).port);
  const secret = 'a-secret-of-tests-0123456789-abcdefghijklmnop';
  const platform = createPlatform({ config, secret, log, database, httpServer, isReady: () => isReady });
  backend = {
    services: platform.services,
    pages: async (req, res) => {
      res.setHeader('Content-Type', 'text/html');
      res.setHeader('X-Asked-For', req.url ?? '');
      res.end('<!doctype html><title>a page</title>');
    },
  };
  return {
    // An address, not a name: a name lookup waits for the same threads that check passwords.
    origin: `http://127.0.0.1:${config.port}`,
    services: platform.services,
    setReady: (value) => {
      isReady = value;
    },
    async close() {
      httpServer.closeAllConnections();
      await platform.close();
      await new Promise((resolve) => httpServer.close(resolve));
      await database.close();
    },
  };
}

export type Answer = { status: number; headers: Headers; text: string; json: unknown };
export type Browser = ReturnType<typeof openBrowser>;

type Init = { method?: string; headers?: Record<string, string>; body?: string };

/** Something like a browser: keeps cookies, states its origin. */
export function openBrowser(origin: string) {
  const cookies = new Map<string, string>();

  async function send(path: string, { method = 'GET', headers = {}, body }: Init = {}): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: { ...(method === 'GET' ? {} : { origin }), ...(cookie === '' ? {} : { cookie }), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      const at = pair.indexOf('=');
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  }

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  return {
    cookies,
    send,
    post,
    signIn: (email: string, password: string, headers?: Record<string, string>) =>
      post('/api/auth/sign-in/email', { email, password }, headers),
    async query<T = unknown>(procedure: string, input?: unknown): Promise<Called<T>> {
      const query = input === undefined ? '' : `?input=${encodeURIComponent(superjson.stringify(input))}`;
      return called<T>(await send(`/api/trpc/${procedure}${query}`));
    },
    async mutate<T = unknown>(procedure: string, input: unknown): Promise<Called<T>> {
      return called<T>(await post(`/api/trpc/${procedure}`, superjson.serialize(input)));
    },
  };
}

export type Called<T> = {
  status: number;
  data: T;
  code: string | null;
  message: string;
  fields?: Record<string, string[]> | null;
};

type Wire = {
  result?: { data: unknown };
  error?: { json: { message: string; data: { code: string; fields?: Record<string, string[]> | null } } };
};

function called<T>({ status, json }: Answer): Called<T> {
  const { result, error } = json as Wire;
  if (error)
    return {
      status,
      data: undefined as T,
      code: error.json?.data?.code ?? 'REFUSED',
      message: error.json?.message ?? '',
      fields: error.json?.data.fields,
    };
  return { status, data: superjson.deserialize(result?.data as never) as T, code: null, message: '' };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
