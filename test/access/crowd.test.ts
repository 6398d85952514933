import type { MachineInfoShape, MachineSummary, Share } from '@overcommit/protocol/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withDatabase } from '../fixtures/postgres.ts';
import { makeCourse, makePerson, PASSWORD, type Person } from './people.ts';
import { type Browser, openBrowser, startServer, type TestServer } from './server.ts';

const MOST_GUESTS = 40;

describe('a join code in the wrong hands', () => {
  const database = withDatabase();
  let server: TestServer;
  let person: Person;
  let teacher: Browser;
  let assistant: Person;
  let ana: Person;
  let machineId: string;

  beforeAll(async () => {
    server = await startServer(database.appUrl);
    const make = (name: string) => makePerson(server.services, { name, hasPassword: true });
    [person, assistant, ana] = await Promise.all([make('Teacher'), make('Assistant'), make('Ana')]);
    teacher = await signedIn(person);
  });
  beforeEach(async () => {
    const staff: [Person, 'instructor' | 'assistant'][] = [
      [person, 'instructor'],
      [assistant, 'assistant'],
    ];
    machineId = (await makeCourse(server.services, { staff, members: [ana] })).machineId;
  });
  afterAll(() => server.close());

  async function signedIn({ email }: Person): Promise<Browser> {
    const browser = openBrowser(server.origin);
    expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
    return browser;
  }
  const share = async () => (await teacher.mutate<Share>('machines.share', { machineId })).data.code;
  const join = (code: string, browser = openBrowser(server.origin), displayName = 'Guest') =>
    browser.mutate<{ machineId: string }>('machines.joinByCode', { code, displayName });
  const open = (browser: Browser, at = machineId) =>
    browser.mutate<MachineInfoShape>('machines.open', { machineId: at });
  const remove = (actorId: string, isRemoved = true) =>
    teacher.mutate('machines.setRemoved', { machineId, actorId, isRemoved });

  it('guests fill only the places of guests: staff and members of the group still come in', async () => {
    const code = await share();
    const codes: (string | null)[] = [];
    for (let n = 0; n <= MOST_GUESTS; n++) codes.push((await join(code)).code);
    expect(codes.filter((one) => one === null)).toHaveLength(MOST_GUESTS);
    expect(codes.at(-1)).toBe('FORBIDDEN');
    for (const one of [assistant, ana, person]) expect((await open(await signedIn(one))).code).toBeNull();
    expect((await teacher.mutate('machines.clock', { machineId, action: 'pause' })).code).toBeNull();
  });

  it('a browser has one seat, whatever it calls itself, and is one guest on every machine', async () => {
    const browser = openBrowser(server.origin);
    const code = await share();
    await join(code, browser, 'One');
    await join(code, browser, 'Two');
    const { data } = await open(teacher);
    expect(data.seats.filter(({ isGuest }) => isGuest).map(({ displayName }) => displayName)).toEqual(['One']);
    const first = machineId;
    machineId = (await makeCourse(server.services, { staff: [[person, 'instructor']], members: [] })).machineId;
    expect((await join(await share(), browser, 'One')).code).toBeNull();
    const list = await browser.query<MachineSummary[]>('machines.list');
    expect(list.data.map(({ id }) => id).sort()).toEqual([first, machineId].sort());
  });

  it('who is removed is out at once and cannot come back by the same code, as nobody else can', async () => {
    const browser = openBrowser(server.origin);
    const code = await share();
    await join(code, browser, 'Eve');
    const eve = (await open(browser)).data.mySeat?.actorId ?? '';
    expect((await remove(eve)).code).toBeNull();
    expect((await browser.query('machines.get', { machineId })).code).not.toBeNull();
    const line = { machineId, commandId: crypto.randomUUID(), seenSeq: 0, line: 'spawn sh' };
    expect((await browser.mutate('machines.submit', line)).code).not.toBeNull();
    expect((await browser.query<MachineSummary[]>('machines.list')).data).toEqual([]);
    expect((await join(code, browser)).code).toBe('FORBIDDEN');
    expect((await join(code)).message).toContain('withdrawn');
    expect((await join(await share(), browser)).message).toContain('took your place away');
    const seats = (await open(teacher)).data.seats;
    expect(seats.find(({ actorId }) => actorId === eve)).toMatchObject({ isRemoved: true, displayName: 'Eve' });
    await remove(eve, false);
    expect((await browser.query('machines.get', { machineId })).code).toBeNull();
  });

  it('a member of the group can be removed, and let back in; staff cannot', async () => {
    const browser = await signedIn(ana);
    const { actorId = '' } = (await open(browser)).data.mySeat ?? {};
    await remove(actorId);
    expect((await open(browser)).code).not.toBeNull();
    await remove(actorId, false);
    expect((await open(browser)).code).toBeNull();
    const { actorId: own = '' } = (await open(await signedIn(assistant))).data.mySeat ?? {};
    expect((await remove(own)).code).toBe('BAD_REQUEST');
  });

  it('withdrawing the code can send its guests away; a fresh start takes along who was there', async () => {
    const [active, silent, eve] = [openBrowser(server.origin), openBrowser(server.origin), openBrowser(server.origin)];
    const code = await share();
    for (const [browser, name] of [
      [active, 'Active'],
      [silent, 'Silent'],
      [eve, 'Eve'],
    ] as const)
      await join(code, browser, name);
    await open(await signedIn(ana));
    // Soon after its start a server counts everybody as here.
    server.services.onScreens.isHere = () => false;
    const line = { machineId, commandId: crypto.randomUUID(), seenSeq: 0, line: 'spawn sh' };
    expect((await active.mutate('machines.submit', line)).code).toBeNull();
    await remove((await open(eve)).data.mySeat?.actorId ?? '');
    const again = await teacher.mutate<{ machineId: string }>('machines.startAgain', { machineId });
    const names = async (at: string) => (await open(teacher, at)).data.seats.map(({ displayName }) => displayName);
    expect((await names(again.data.machineId)).sort()).toEqual(['Active', 'Ana', 'Teacher']);

    const fresh = await share();
    const last = openBrowser(server.origin);
    await join(fresh, last);
    await teacher.mutate('machines.revokeCode', { machineId, withGuests: true });
    for (const one of [active, silent, last])
      expect((await one.query('machines.get', { machineId })).code).not.toBeNull();
    expect((await (await signedIn(ana)).query('machines.get', { machineId })).code).toBeNull();
  });
});
