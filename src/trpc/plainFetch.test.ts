import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { plainFetch } from './plainFetch.ts';

const servers: ReturnType<typeof createServer>[] = [];

async function answering(status: number, type: string, body: string): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status, { 'content-type': type }).end(body));
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('asking the server', () => {
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it('gives back what the server says, its refusals too', async () => {
    const response = await plainFetch(await answering(403, 'application/json', '{"error":1}'));
    expect([response.status, await response.json()]).toEqual([403, { error: 1 }]);
  });

  it('says so when something in between answered with a page of its own', async () => {
    const url = await answering(502, 'text/html', '<h1>Bad gateway</h1>');
    await expect(plainFetch(url)).rejects.toThrow('The server cannot be asked just now (status 502).');
  });

  it('says so when no answer comes', async () => {
    const url = await answering(200, 'application/json', '{}');
    for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
    await expect(plainFetch(url)).rejects.toThrow('The server did not answer. Are you online?');
  });

  it('leaves a request that the page itself gave up as what it is', async () => {
    const signal = AbortSignal.abort();
    await expect(plainFetch('http://127.0.0.1:9/', { signal })).rejects.toThrow(/abort/i);
  });
});
