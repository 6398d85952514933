import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxLines } from '../../src/features/sandbox/sandboxRun.ts';
import { withDatabase } from '../fixtures/postgres.ts';
import { makePerson, PASSWORD, type Person } from './people.ts';
import { type Browser, openBrowser, startServer, type TestServer } from './server.ts';

type Page = { entries: { actor: string; facts: { type: string; victim?: { process: string } }[] }[] };
type Info = {
  seats: { actorId: string; displayName: string; uid: number }[];
  mySeat: { actorId: string; role: string };
};

describe('keeping the machine of the first page', () => {
  const database = withDatabase();
  let server: TestServer;
  let ana: Person;
  let other: Person;

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    const make = (name: string) => makePerson(server.services, { name, hasPassword: true });
    [ana, other] = await Promise.all([make('Ana Alpha'), make('Somebody Else')]);
  });
  afterAll(() => server.close());

  async function as(person: Person): Promise<Browser> {
    const browser = openBrowser(server.origin);
    expect((await browser.signIn(person.email, PASSWORD)).status).toBe(200);
    return browser;
  }
  const keep = (browser: Browser, lines: unknown, policy = 'linux-6.1') =>
    browser.mutate<{ machineId: string }>('labs.keep', { policy, lines });

  it('carries the lines out anew: the database dies there too, and the keeper sits in its owner’s place', async () => {
    const browser = await as(ana);
    const { data } = await keep(browser, sandboxLines(60));
    const info = (await browser.query<Info>('machines.get', data)).data;
    expect(info.mySeat.role).toBe('staff');
    expect(info.seats.map(({ displayName, uid }) => [displayName, uid])).toEqual([
      ['Ana Alpha', 1000],
      ['Ben', 1001],
    ]);
    const page = (await browser.query<Page>('log.page', { ...data, afterSeq: 0, limit: 100 })).data;
    const kills = page.entries.filter(({ facts }) => facts.some(({ type }) => type === 'VictimChosen'));
    expect(kills.flatMap(({ facts }) => facts.flatMap(({ victim }) => victim?.process ?? []))).toEqual(['db']);
    const ben = info.seats[1]?.actorId;
    expect(kills.map(({ actor }) => actor)).toEqual([ben]);
  });

  it('believes nobody’s facts: what is sent beside the lines is not kept', async () => {
    const browser = await as(ana);
    const lines = [{ hand: 'ana', line: 'spawn db', facts: [{ type: 'Panicked', message: 'no' }] }];
    const { data } = await keep(browser, lines);
    const page = (await browser.query<Page>('log.page', { ...data, afterSeq: 0, limit: 100 })).data;
    expect(page.entries.some(({ facts }) => facts.some(({ type }) => type === 'Panicked'))).toBe(false);
  });

  it('takes only a few lines, only lines of the language, and only by the two who were there', async () => {
    const browser = await as(ana);
    const refused = async (lines: unknown) => (await keep(browser, lines)).code;
    expect(await refused(Array.from({ length: 25 }, () => ({ hand: 'ana', line: 'tick' })))).toBe('BAD_REQUEST');
    expect(await refused([{ hand: 'ana', line: 'make coffee' }])).toBe('BAD_REQUEST');
    expect(await refused([{ hand: 'system', line: 'spawn db' }])).toBe('BAD_REQUEST');
    expect(await refused([])).toBe('BAD_REQUEST');
    expect((await keep(browser, [{ hand: 'ana', line: 'spawn db' }], 'windows')).code).toBe('BAD_REQUEST');
  });

  it('belongs to its keeper: nobody else may look at it, and nobody without an account may keep one', async () => {
    const { data } = await keep(await as(ana), sandboxLines(0));
    expect((await (await as(other)).query('machines.get', data)).code).toBe('FORBIDDEN');
    expect((await keep(openBrowser(server.origin), sandboxLines(0))).code).toBe('UNAUTHORIZED');
  });
});
