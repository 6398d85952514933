import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';

const SECRET_BYTES = 32;
const LEAST_LENGTH = 32;
const LEAST_BITS = 120;

/**
 * The key that signs session cookies, from the environment. For the embedded database it is made on the first run and
 * stored beside the data, readable by its owner only. @throws Error when it is missing or too easy to guess.
 */
export async function sessionSecret(config: Pick<Config, 'secret' | 'isEmbedded' | 'dataDir'>): Promise<string> {
  if (config.secret !== null) return checkSecret(config.secret);
  if (!config.isEmbedded) {
    throw new Error('BETTER_AUTH_SECRET is needed with DATABASE_URL. Make one with: openssl rand -base64 32');
  }
  await mkdir(config.dataDir, { recursive: true });
  const path = join(config.dataDir, 'session-secret');
  const made = randomBytes(SECRET_BYTES).toString('base64url');
  try {
    await writeFile(path, `${made}\n`, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  await chmod(path, 0o600);
  return checkSecret((await readFile(path, 'utf8')).trim());
}

function checkSecret(secret: string): string {
  const bits = secret.length * Math.log2(Math.max(1, new Set(secret).size));
  if (secret.length < LEAST_LENGTH || bits < LEAST_BITS) {
    throw new Error('BETTER_AUTH_SECRET is too easy to guess. Make one with: openssl rand -base64 32');
  }
  return secret;
}
