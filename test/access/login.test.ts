import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../fixtures/postgres.ts';
import { makePerson, PASSWORD, type Person } from './people.ts';
import { openBrowser, startServer, type TestServer } from './server.ts';

const TRIES = 8;
const CLASS_SIZE = 40;
/** Passwords are slow to check, and the machine that runs the tests may be busy. */
const PATIENCE_MS = 120_000;

describe('logging in', { timeout: PATIENCE_MS }, () => {
  const database = withDatabase();
  let server: TestServer;
  let ana: Person;
  let ben: Person;
  const make = (name: string) => makePerson(server.services, { name, hasPassword: true });

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    [ana, ben] = await Promise.all([make('Ana'), make('Ben')]);
  });
  afterAll(() => server.close());

  it('a right password opens a session in a cookie that scripts and other sites cannot use', async () => {
    const browser = openBrowser(server.origin);
    const answer = await browser.signIn(ana.email, PASSWORD);
    expect(answer.status).toBe(200);
    const cookie = answer.headers.getSetCookie().find((set) => set.startsWith('overcommit.session_token='));
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect((await browser.query('me.get')).data).toMatchObject({ user: { id: ana.id, isHost: false } });
    expect((await browser.post('/api/auth/sign-out', {})).status).toBe(200);
    expect((await browser.query('me.get')).data).toBeNull();
  });

  it('an unknown address and a wrong password sound the same', async () => {
    const browser = openBrowser(server.origin);
    const unknown = await browser.signIn('nobody@example.org', 'wrong password');
    const wrong = await browser.signIn(ben.email, 'wrong password');
    expect(unknown.status).toBe(401);
    expect(unknown.text).toBe(wrong.text);
  });

  it('a class of forty behind one address logs in within a minute, with a typing mistake each', async () => {
    const people = await Promise.all(Array.from({ length: CLASS_SIZE }, (_, n) => make(`Student ${n}`)));
    const startedAt = Date.now();
    const answers = await Promise.all(
      people.map(async ({ email }) => {
        const browser = openBrowser(server.origin);
        await browser.signIn(email, 'a typing mistake');
        return browser.signIn(email, PASSWORD);
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(CLASS_SIZE).fill(200));
    expect(Date.now() - startedAt).toBeLessThan(60_000);
  });

  it('the ninth wrong password for one account is not even looked at, whatever address the client claims', async () => {
    const victim = await make('Victim');
    const attacker = openBrowser(server.origin);
    const statuses: number[] = [];
    for (let n = 0; n < TRIES + 2; n++) {
      const forged = { 'x-forwarded-for': `10.0.0.${n}`, 'x-real-ip': `10.1.0.${n}`, forwarded: `for=10.2.0.${n}` };
      statuses.push((await attacker.signIn(victim.email, `guess ${n}`, forged)).status);
    }
    expect(statuses).toEqual([...Array(TRIES).fill(401), 429, 429]);
    const refused = await attacker.signIn(victim.email, PASSWORD);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.json).toMatchObject({
      message: expect.stringMatching(/^Too many wrong passwords\. Try again in \d+ minutes\.$/),
    });
  });

  it('guesses sent all at once are counted as well as those one after the other', async () => {
    const victim = await make('Victim at once');
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => openBrowser(server.origin).signIn(victim.email, `guess ${n}`)),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(TRIES);
  });

  it('a browser that logged in before still gets in while somebody else at its address is locked out', async () => {
    const victim = await make('Victim with a browser');
    const own = openBrowser(server.origin);
    await own.signIn(victim.email, PASSWORD);
    const attacker = openBrowser(server.origin);
    for (let n = 0; n <= TRIES; n++) await attacker.signIn(victim.email, `guess ${n}`);
    expect((await attacker.signIn(victim.email, PASSWORD)).status).toBe(429);
    expect((await own.signIn(victim.email, PASSWORD)).status).toBe(200);
  });

  it('a device cookie of one account is worth nothing for another', async () => {
    const [mine, victim] = [await make('Attacker'), await make('Victim of a cookie')];
    const attacker = openBrowser(server.origin);
    for (let n = 0; n < TRIES; n++) {
      await attacker.signIn(mine.email, PASSWORD);
      await attacker.signIn(victim.email, `guess ${n}`);
    }
    expect((await attacker.signIn(victim.email, PASSWORD)).status).toBe(429);
  });

  it('a sign-up answers the same for a known address, gives no session, and cannot choose a role', async () => {
    const browser = openBrowser(server.origin);
    const fresh = { name: 'New', email: 'new@example.org', password: PASSWORD };
    const first = await browser.post('/api/auth/sign-up/email', fresh);
    const again = await browser.post('/api/auth/sign-up/email', { ...fresh, password: 'another password' });
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(Object.keys(first.json as object)).toEqual(Object.keys(again.json as object));
    expect((await browser.query('me.get')).data).toBeNull();
    await browser.post('/api/auth/sign-up/email', {
      ...fresh,
      email: 'boss@example.org',
      role: 'host',
      isAnonymous: true,
    });
    await browser.signIn(fresh.email, PASSWORD);
    await browser.post('/api/auth/update-user', { name: 'Renamed', role: 'host' });
    const hosts = await server.services.db.user.count({ where: { role: 'host' } });
    expect(hosts).toBe(0);
  });

  it.each(['/sign-in/anonymous', '/delete-user', '/change-email', '/sign-in/social', '/request-password-reset'])(
    'the way %s is shut',
    async (path) => {
      expect((await openBrowser(server.origin).post(`/api/auth${path}`, {})).status).toBe(404);
    },
  );
});

describe('logging in behind a proxy that is trusted', { timeout: PATIENCE_MS }, () => {
  const database = withDatabase();
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer(database.appUrl, { TRUST_PROXY: 'loopback', SIGN_UP: 'closed' });
  });
  afterAll(() => server.close());

  it('counts the address that the proxy saw, not what the client wrote left of it', async () => {
    const { email } = await makePerson(server.services, { name: 'Victim', hasPassword: true });
    const attacker = openBrowser(server.origin);
    for (let n = 0; n <= TRIES; n++)
      await attacker.signIn(email, 'guess', { 'x-forwarded-for': `10.0.0.${n}, 192.0.2.7` });
    expect((await attacker.signIn(email, PASSWORD, { 'x-forwarded-for': '10.9.9.9, 192.0.2.7' })).status).toBe(429);
    expect((await attacker.signIn(email, PASSWORD, { 'x-forwarded-for': '192.0.2.8' })).status).toBe(200);
  });

  it('a closed service takes no sign-ups', async () => {
    const answer = await openBrowser(server.origin).post('/api/auth/sign-up/email', {
      name: 'N',
      email: 'n@example.org',
      password: PASSWORD,
    });
    expect(answer.status).toBe(400);
  });
});
