import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { withDatabase } from '../fixtures/postgres.ts';
import { makePerson, PASSWORD } from './people.ts';
import { openBrowser, startServer, type TestServer } from './server.ts';

const TOKEN = 'a-token-for-the-metrics';

describe('the edge of the server', () => {
  const database = withDatabase();
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer(database.appUrl, { METRICS_TOKEN: TOKEN });
  });
  afterAll(() => server.close());

  it('is healthy before it is ready, and says so on every page until then', async () => {
    const browser = openBrowser(server.origin);
    server.setReady(false);
    expect((await browser.send('/healthz')).status).toBe(200);
    expect((await browser.send('/readyz')).status).toBe(503);
    const page = await browser.send('/labs');
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '2']);
    expect(page.text).toContain('Overcommit is starting');
    expect((await browser.query('me.get')).status).toBe(503);
    server.setReady(true);
    expect((await browser.send('/readyz')).status).toBe(200);
  });

  it('shows the metrics to the bearer of the token only', async () => {
    const browser = openBrowser(server.origin);
    expect((await browser.send('/metrics')).status).toBe(403);
    const metrics = await browser.send('/metrics', { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(metrics.text).toContain('overcommit_entries_total');
  });

  it('shows them without a token to this computer only, and to nobody once there is a public address', async () => {
    const status = async (env: Record<string, string>, headers: Record<string, string> = {}) => {
      const other = await startServer(database.appUrl, env);
      const { status } = await openBrowser(other.origin).send('/metrics', { headers });
      await other.close();
      return status;
    };
    expect(await status({})).toBe(200);
    expect(await status({}, { 'x-forwarded-for': '192.0.2.1' })).toBe(403);
    // A proxy on this computer need not say that it passes a request on.
    expect(await status({ BASE_URL: 'https://lab.example.org' })).toBe(403);
  });

  it('takes a whole address, or two slashes, as a path of its own: no redirect can lead to another host', async () => {
    for (const [target, own] of [
      ['http://evil.example/labs/?x=1', '/labs/?x=1'],
      ['//evil.example/labs/', '/evil.example/labs/'],
    ]) {
      const head = `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
      expect(await sendRaw(server.origin, [head])).toContain(`X-Asked-For: ${own}\r\n`);
    }
  });

  it('parses no upload of a log in the thread that answers people, however large it is', async () => {
    const parse = vi.spyOn(JSON, 'parse');
    const junk = new Uint8Array(40 * 1024 * 1024).fill(0x78);
    const { status } = await fetch(`${server.origin}/api/trpc/log.verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.origin },
      body: junk,
    });
    const longest = Math.max(0, ...parse.mock.calls.map(([text]) => text.length));
    parse.mockRestore();
    expect(status).toBe(400);
    expect(longest).toBeLessThan(100_000);
  });

  it('puts the protecting headers on pages and data', async () => {
    const browser = openBrowser(server.origin);
    for (const path of ['/', '/api/trpc/me.get']) {
      const { headers } = await browser.send(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe-eval');
      expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    }
    const nonces = await Promise.all(
      [1, 2].map(async () => (await browser.send('/')).headers.get('content-security-policy')),
    );
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it.each(['https://evil.example', 'null', 'http://localhost.evil.example'])(
    'refuses a write from %s',
    async (origin) => {
      const { email } = await makePerson(server.services, { name: 'Ana', hasPassword: true });
      const browser = openBrowser(server.origin);
      expect((await browser.signIn(email, PASSWORD, { origin })).status).toBe(403);
      expect((await browser.post('/api/trpc/labs.start', { json: { slug: 'x' } }, { origin })).status).toBe(403);
    },
  );

  it('refuses a body above 64 KiB with 413, stated or streamed, and takes a large log', async () => {
    const browser = openBrowser(server.origin);
    const large = 'x'.repeat(70 * 1024);
    expect((await browser.mutate('machines.joinByCode', { code: large })).status).toBe(413);
    expect((await browser.signIn('ana@example.org', large)).status).toBe(413);
    const streamed = await sendRaw(server.origin, [
      'POST /api/trpc/machines.joinByCode HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
      ...Array.from({ length: 20 }, () => `2000\r\n${'x'.repeat(0x2000)}\r\n`),
      '0\r\n\r\n',
    ]);
    expect(streamed).toMatch(/^HTTP\/1\.1 413 /);
    expect((await browser.mutate('log.verify', { text: large })).data).toMatchObject({ ok: false, line: 1 });
    const inBatch = await browser.post('/api/trpc/log.verify,me.get?batch=1', { 0: { json: { text: large } } });
    expect(inBatch.status).toBe(413);
  });

  it('answers an unknown address of the API, and a procedure that is none, with a sentence', async () => {
    const browser = openBrowser(server.origin);
    const unknown = await browser.send('/api/nothing');
    expect([unknown.status, unknown.json]).toEqual([
      404,
      expect.objectContaining({ message: 'There is nothing at this address.' }),
    ]);
    expect((await browser.query('machines.nothing')).status).toBe(404);
  });

  it.each(['/machines/%', '/%E0%A4%A', '/labs/%zz'])('%s is no address, and no failure of the server', async (path) => {
    expect((await openBrowser(server.origin).send(path)).status).toBe(400);
  });

  it('puts the protecting headers on what a socket is opened with', async () => {
    const { headers } = await openBrowser(server.origin).send('/socket.io/?EIO=4&transport=polling');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('never shows a stack, a query or a file', async () => {
    const browser = openBrowser(server.origin);
    const answers = await Promise.all([
      browser.send('/api/trpc/machines.get?input=%7B'),
      browser.post('/api/trpc/machines.joinByCode', { json: { code: '\u0000' } }),
      browser.post('/api/auth/sign-in/email', 'not an object'),
      browser.send('/api/trpc/machines.get?input=%7B%22json%22%3A%7B%22machineId%22%3A%22%5Cu0000%22%7D%7D'),
    ]);
    for (const { text, status } of answers) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).not.toMatch(/node_modules|\.ts:|prisma|stack|SELECT/i);
    }
  });
});

/** Raw bytes, because a client library would not send such a body. */
function sendRaw(origin: string, parts: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    let received = '';
    socket.on('data', (data) => {
      received += data.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
    for (const part of parts) socket.write(part);
  });
}
