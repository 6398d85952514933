import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sessionSecret } from './secret.ts';

describe('the secret of the sessions', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'overcommit-secret-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  it('of the embedded database is made once, for its owner’s eyes only', async () => {
    const made = await sessionSecret({ secret: null, isEmbedded: true, dataDir });
    expect(await sessionSecret({ secret: null, isEmbedded: true, dataDir })).toBe(made);
    expect((await stat(join(dataDir, 'session-secret'))).mode & 0o777).toBe(0o600);
    expect((await readFile(join(dataDir, 'session-secret'), 'utf8')).trim()).toBe(made);
  });

  it('must be given with an external database', async () => {
    await expect(sessionSecret({ secret: null, isEmbedded: false, dataDir })).rejects.toThrow(
      /BETTER_AUTH_SECRET is needed/,
    );
  });

  it.each(['short', 'a'.repeat(64), 'abababababababababababababababababab'])(
    '“%s” is too easy to guess',
    async (secret) => {
      await expect(sessionSecret({ secret, isEmbedded: false, dataDir })).rejects.toThrow(/too easy to guess/);
    },
  );
});
