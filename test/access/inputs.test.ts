import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../fixtures/postgres.ts';
import { soon } from '../fixtures/soon.ts';
import { contextOf, makeCourse, makeMachine, makePerson, PASSWORD, type Person } from './people.ts';
import { type Browser, openBrowser, startServer, type TestServer } from './server.ts';

describe('hostile input', () => {
  const database = withDatabase();
  let server: TestServer;
  let owner: Person;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    owner = await makePerson(server.services, { name: 'Owner', hasPassword: true });
    browser = openBrowser(server.origin);
    await browser.signIn(owner.email, PASSWORD);
  });
  afterAll(() => server.close());

  const post = (procedure: string, body: string) =>
    browser.send(`/api/trpc/${procedure}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });

  it('many calls in one request are refused; as many as a screen sends are not', async () => {
    const batch = (size: number) => browser.send(`/api/trpc/${Array(size).fill('me.get').join(',')}?batch=1`);
    expect((await batch(21)).status).toBe(400);
    expect((await batch(10)).status).toBe(200);
  });

  it.each([
    [
      'a typed array of four gigabytes',
      '{"json":{"code":4000000000},"meta":{"values":{"code":[["typed-array","Uint8Array"]]}}}',
    ],
    ['a regular expression', '{"json":{"code":"/(a+)+$/"},"meta":{"values":{"code":["regexp"]}}}'],
    ['a URL', '{"json":{"code":"http://"},"meta":{"values":{"code":["URL"]}}}'],
    ['an equality', '{"json":{"code":"x"},"meta":{"referentialEqualities":{"code":["__proto__.x"]}}}'],
    ['a prototype', '{"json":{"code":"x","__proto__":{"polluted":true}}}'],
    ['deep annotations', `{"json":{"code":"x"},"meta":{"values":{"code":${'['.repeat(9000)}${']'.repeat(9000)}}}}`],
    ['a deep input', `{"json":{"code":${'['.repeat(9000)}${']'.repeat(9000)}}}`],
    ['NUL', '{"json":{"code":"\\u0000"}}'],
    ['half a character', '{"json":{"code":"\\ud800"}}'],
    ['no input', '[]'],
  ])('%s is refused, and nothing is made of it', async (_what, body) => {
    const { status, text } = await post('machines.joinByCode', body);
    expect(status).toBe(400);
    expect(text).not.toMatch(/call stack|node_modules|Invalid URL/);
    expect('polluted' in {}).toBe(false);
  });

  it('an id with NUL is nowhere, not a failure of the server', async () => {
    expect((await browser.query('machines.get', { machineId: 'a\u0000b' })).status).toBe(400);
  });

  it('dates, and fields that are left out, arrive', async () => {
    const { courseId } = await makeCourse(server.services, { staff: [[owner, 'instructor']], members: [] });
    const dueAt = new Date('2030-01-31T12:00:00.000Z');
    const assignment = { courseId, title: 'Due', labSlug: 'the-database-dies', opensAt: undefined, dueAt };
    const made = await browser.mutate<{ assignmentId: string }>('assignments.create', assignment);
    expect((await browser.query('assignments.get', made.data)).data).toMatchObject({ dueAt, opensAt: null });
  });

  it.each([
    ['an override of the direction', 'abc\u202etxt.exe'],
    ['an escape', 'a\u001b[31m'],
    ['a zero-width space', 'a\u200bb'],
    ['a line separator', 'a\u2028b'],
  ])('%s is in no text that others read', async (_what, text) => {
    const { courseId } = await makeCourse(server.services, { staff: [[owner, 'instructor']], members: [] });
    const machineId = await makeMachine(server.services, owner);
    const answers = await Promise.all([
      browser.mutate('courses.create', { title: text }),
      browser.mutate('courses.createGroup', { courseId, name: text, enrollmentIds: [] }),
      browser.mutate('assignments.create', { courseId, title: text, labSlug: 'the-database-dies' }),
      browser.mutate('comments.add', { machineId, seq: 0, text }),
      browser.mutate('machines.note', { machineId, text }),
      browser.mutate('predictions.ask', { machineId, kind: 'own', question: text, choices: ['a', 'b'] }),
      browser.mutate('variations.create', { machineId, name: text, plan: { from: 0 } }),
      browser.mutate('replay.branch', { machineId, atSeq: 0, title: text }),
      browser.post('/api/auth/update-user', { name: text }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 400));
  });

  it.each(['\u3164', '\u2800', '\ud800'])('nobody is called “%s”', async (name) => {
    expect((await browser.post('/api/auth/update-user', { name })).status).toBe(400);
  });

  it('a small log is checked while others send theirs byte by byte', async () => {
    const { port, host } = new URL(server.origin);
    const head = `POST /api/trpc/log.verify HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n`;
    const slow = Array.from({ length: 5 }, () => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(`${head}Content-Length: 100000\r\n\r\n{`);
      return socket;
    });
    await Promise.all(slow.map((socket) => new Promise((resolve) => socket.on('connect', resolve))));
    expect((await browser.mutate('log.verify', { text: 'x' })).data).toMatchObject({ ok: false, line: 1 });
    for (const socket of slow) socket.destroy();
  });

  it('the check of a log ends with the request that brought it, and has bounds', async () => {
    const { logChecker } = server.services;
    const leaving = new AbortController();
    const check = new Promise<AbortSignal | undefined>((begun) => {
      server.services.logChecker = {
        check: (_text, { signal }) => {
          begun(signal);
          return new Promise((resolve) => signal?.addEventListener('abort', () => resolve({ kind: 'gone' })));
        },
      };
    });
    const answer = fetch(`${server.origin}/api/trpc/log.verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.origin },
      body: JSON.stringify({ json: { text: 'x' } }),
      signal: leaving.signal,
    }).catch((error: Error) => error.name);
    const signal = await check;
    expect(signal?.aborted).toBe(false);
    leaving.abort();
    expect(await answer).toBe('AbortError');
    await soon(() => expect(signal?.aborted).toBe(true));
    server.services.logChecker = { check: async () => ({ kind: 'late', afterMs: 30_000 }) };
    expect(await browser.mutate('log.verify', { text: 'x' })).toMatchObject({
      status: 413,
      message: expect.stringContaining('more than 30 seconds'),
    });
    server.services.logChecker = logChecker;
  });

  it('large logs are refused before they are read, once there were some from one address', async () => {
    const large = { text: 'x'.repeat(4 * 1024 * 1024) };
    const small = { text: 'x' };
    for (let n = 0; n < 4; n++) expect((await browser.mutate('log.verify', large)).status).toBe(200);
    expect((await browser.mutate('log.verify', large)).status).toBe(429);
    expect((await browser.mutate('log.verify', small)).data).toMatchObject({ ok: false, line: 1 });
  });

  it('a machine is not started again without end', async () => {
    const machineId = await makeMachine(server.services, owner);
    const { actionLimits } = server.services;
    for (let n = 0; n < 120; n++) await actionLimits.count('startAgain', contextOf(server.services, owner).user.id);
    expect((await browser.mutate('machines.startAgain', { machineId })).status).toBe(429);
  });
});
