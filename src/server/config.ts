import { z } from 'zod';
import { type IsProxy, proxyList } from './proxyList.ts';

const Flag = z
  .enum(['0', '1', 'true', 'false', ''])
  .transform((value) => value === '1' || value === 'true')
  .optional();

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().optional(),
  BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z.string().optional(),
  /** By which several processes on one database hear of each other. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  BETTER_AUTH_SECRET: z.string().optional(),
  /** Addresses of the proxies in front whose X-Forwarded-For is believed. */
  TRUST_PROXY: z.string().default('').refine(isProxyList, {
    error:
      'addresses of proxies, such as “loopback, 10.0.0.0/8”. A number or “true” would let every caller forge an address.',
  }),
  SIGN_UP: z.enum(['open', 'closed']).default('open'),
  SEED_DEMO: Flag,
  METRICS_TOKEN: z.string().min(16, 'at least 16 characters').optional(),
  /** Where backups are put by themselves. */
  BACKUP_DIR: z.string().optional(),
  BACKUP_KEEP: z.coerce.number().int().min(1).default(7),
  BACKUP_EVERY_HOURS: z.coerce.number().min(1).default(24),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  NODE_ENV: z.string().optional(),
});

function isProxyList(text: string): boolean {
  try {
    proxyList(text);
    return true;
  } catch {
    return false;
  }
}

/** An address of this computer that others cannot reach. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);
}

export type Config = {
  port: number;
  /** Address to listen on. */
  host: string;
  /** As people reach the service, without a slash at the end. */
  baseUrl: string;
  /** Browser origins whose writes are accepted. */
  trustedOrigins: string[];
  isHttps: boolean;
  /** It listens on this computer only, and has no public address. */
  isLocal: boolean;
  dataDir: string;
  isEmbedded: boolean;
  /** null: this process is the only one. */
  redisUrl: string | null;
  secret: string | null;
  isProxy: IsProxy;
  isSignUpOpen: boolean;
  /** Undecided (null) means: on the first run of the embedded database, if only this computer can get in. */
  seedDemo: boolean | null;
  metricsToken: string | null;
  /** null: no backups by themselves. */
  backups: { folder: string; keep: number; everyHours: number } | null;
  logLevel: string;
  isDev: boolean;
};

/** Reads the environment once. @throws Error that names every wrong variable. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const known = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(known);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment has a mistake:\n${lines.join('\n')}`);
  }
  const { PORT: port, BASE_URL, HOST, DATABASE_URL, REDIS_URL, TRUST_PROXY, NODE_ENV } = parsed.data;
  if (REDIS_URL && !DATABASE_URL) throw new Error(REDIS_ALONE);
  const baseUrl = (BASE_URL ?? `http://localhost:${port}`).replace(/\/+$/, '');
  const isLocalUrl = isLocal(new URL(baseUrl));
  // Without a public address only this computer can get in: the demo accounts have a known password.
  const host = HOST ?? (isLocalUrl ? '127.0.0.1' : '0.0.0.0');
  return {
    port,
    host,
    baseUrl,
    trustedOrigins: originsOf(baseUrl, port),
    isHttps: baseUrl.startsWith('https:'),
    isLocal: isLocalUrl && (host === 'localhost' || isLoopback(host)),
    dataDir: parsed.data.DATA_DIR,
    isEmbedded: !DATABASE_URL,
    redisUrl: REDIS_URL ?? null,
    secret: parsed.data.BETTER_AUTH_SECRET ?? null,
    isProxy: proxyList(TRUST_PROXY),
    isSignUpOpen: parsed.data.SIGN_UP === 'open',
    seedDemo: parsed.data.SEED_DEMO ?? null,
    metricsToken: parsed.data.METRICS_TOKEN ?? null,
    backups: backupsOf(parsed.data),
    logLevel: parsed.data.LOG_LEVEL,
    isDev: NODE_ENV === 'development',
  };
}

function backupsOf({ BACKUP_DIR, BACKUP_KEEP, BACKUP_EVERY_HOURS }: z.infer<typeof Environment>): Config['backups'] {
  return BACKUP_DIR ? { folder: BACKUP_DIR, keep: BACKUP_KEEP, everyHours: BACKUP_EVERY_HOURS } : null;
}

const REDIS_ALONE =
  'REDIS_URL is for several processes on one database, which DATABASE_URL has to name: the embedded one serves one process.';

/** With the real port, if port 0 was asked for. */
export function withPort(config: Config, port: number): Config {
  if (config.port !== 0) return config;
  const baseUrl = config.baseUrl.replace(/:0$/, `:${port}`);
  return { ...config, port, baseUrl, trustedOrigins: originsOf(baseUrl, port) };
}

/** From the configuration, never from a request's Host header: a forged Host must not become trusted. */
function originsOf(baseUrl: string, port: number): string[] {
  const base = new URL(baseUrl);
  return isLocal(base)
    ? [...new Set([base.origin, `http://localhost:${port}`, `http://127.0.0.1:${port}`])]
    : [base.origin];
}

function isLocal({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1';
}
