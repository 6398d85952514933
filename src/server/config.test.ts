import { describe, expect, it } from 'vitest';
import { readConfig, withPort } from './config.ts';

describe('the environment', () => {
  it('empty, it means: embedded database, this computer only', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      baseUrl: 'http://localhost:3000',
      trustedOrigins: ['http://localhost:3000', 'http://127.0.0.1:3000'],
      isEmbedded: true,
      isLocal: true,
      seedDemo: null,
    });
  });

  it('with a public address, it is open, and that address alone is trusted', () => {
    expect(readConfig({ BASE_URL: 'https://lab.example.org/' })).toMatchObject({
      host: '0.0.0.0',
      baseUrl: 'https://lab.example.org',
      trustedOrigins: ['https://lab.example.org'],
      isHttps: true,
      isLocal: false,
    });
  });

  it('is this computer’s alone only if it listens there alone', () => {
    const isLocal = (env: Record<string, string>) => readConfig(env).isLocal;
    expect(readConfig({ BASE_URL: 'http://localhost:8080' })).toMatchObject({ host: '127.0.0.1', isLocal: true });
    expect(isLocal({ BASE_URL: 'http://localhost:8080', HOST: '0.0.0.0' })).toBe(false);
    expect(isLocal({ HOST: '::' })).toBe(false);
    expect(isLocal({ HOST: '::1' })).toBe(true);
    expect(isLocal({ BASE_URL: 'https://lab.example.org', HOST: '127.0.0.1' })).toBe(false);
  });

  it('an empty variable is one that is not set', () => {
    expect(readConfig({ DATABASE_URL: '', SEED_DEMO: '', PORT: '' })).toMatchObject({
      isEmbedded: true,
      seedDemo: null,
      port: 3000,
    });
  });

  it('names every mistake', () => {
    expect(() => readConfig({ PORT: 'many', BASE_URL: 'lab', TRUST_PROXY: '1' })).toThrow(
      /PORT: .*\n.*BASE_URL: .*\n.*TRUST_PROXY: /,
    );
  });

  it('a port chosen by the system ends up in the addresses', () => {
    expect(withPort(readConfig({ PORT: '0' }), 4321)).toMatchObject({
      port: 4321,
      baseUrl: 'http://localhost:4321',
      trustedOrigins: ['http://localhost:4321', 'http://127.0.0.1:4321'],
    });
  });
});
