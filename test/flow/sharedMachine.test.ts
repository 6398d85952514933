import { printLog, verifyLog } from '@overcommit/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../fixtures/postgres.ts';
import { soon } from '../fixtures/soon.ts';
import { type LabServer, makeMachine, SPEC, startLab } from './labServer.ts';
import { openScreen, type Screen } from './screen.ts';

const database = withDatabase();
let lab: LabServer;
const screens: Screen[] = [];
beforeAll(async () => {
  lab = await startLab(database.appUrl);
});
afterAll(() => lab.close());
afterEach(() => {
  for (const screen of screens.splice(0)) screen.close();
});

function look(person: string, machineId: string, url = lab.url): Screen {
  const screen = openScreen({ url, person, machineId, spec: SPEC });
  screens.push(screen);
  return screen;
}

const send = (machineId: string, actor: string, line: string, server = lab) =>
  server.rooms.dispatch({ machineId, commandId: `${actor}-${line}`.replaceAll(' ', '-'), line }, actor);

async function crowd(machineId: string, actor: string, server = lab): Promise<void> {
  await send(machineId, actor, `spawn ${actor}db`, server);
  await send(machineId, actor, `mmap ${actor}db heap 8M rw private`, server);
  for (let i = 0; i < 8; i++) await send(machineId, actor, `touch ${actor}db heap ${i}M 1M w`, server);
}

describe('two people on one machine', () => {
  it('see the same machine, entry by entry', async () => {
    await makeMachine(lab, 'two');
    const [ada, bob] = [look('ada', 'two'), look('bob', 'two')];
    await Promise.all([ada.reaches(7), bob.reaches(7)]);
    await Promise.all([crowd('two', 'ada'), crowd('two', 'bob')]);
    const end = await lab.rooms.end('two');
    await Promise.all([ada.reaches(end.seq), bob.reaches(end.seq)]);
    expect([ada.digest(), bob.digest()]).toEqual([end.digest, end.digest]);
    expect(end.seq).toBe(27);
  });

  it('come to the same machine again when one was away for a while', async () => {
    await makeMachine(lab, 'away');
    const [ada, bob] = [look('ada', 'away'), look('bob', 'away')];
    await crowd('away', 'ada');
    await bob.reaches(17);
    bob.socket.disconnect();
    await crowd('away', 'cleo');
    bob.socket.connect();
    const end = await lab.rooms.end('away');
    await Promise.all([ada.reaches(end.seq), bob.reaches(end.seq)]);
    expect([ada.digest(), bob.digest()]).toEqual([end.digest, end.digest]);
    expect(bob.effects.filter((e) => e.type === 'ask').at(-1)).toEqual({ type: 'ask', afterSeq: 17 });
  });

  it('go on where they were when the server comes back from its log', async () => {
    const first = await startLab(database.appUrl);
    await makeMachine(first, 'restart');
    const [ada, bob] = [look('ada', 'restart', first.url), look('bob', 'restart', first.url)];
    await crowd('restart', 'ada', first);
    await Promise.all([ada.reaches(17), bob.reaches(17)]);
    await first.close();
    await soon(() => expect(ada.state().phase).toBe('offline'));
    const second = await startLab(database.appUrl, { port: first.port });
    await crowd('restart', 'bob', second);
    const end = await second.rooms.end('restart');
    await Promise.all([ada.reaches(end.seq), bob.reaches(end.seq)]);
    expect([ada.digest(), bob.digest()]).toEqual([end.digest, end.digest]);
    expect(end.seq).toBe(27);
    await second.close();
  });

  it('export the same log, which verifies', async () => {
    await makeMachine(lab, 'export');
    await crowd('export', 'ada');
    const { seq, hash, digest } = await lab.rooms.end('export');
    const { header, entries } = await lab.rooms.page('export', 0, 500);
    expect(verifyLog(printLog({ header, entries, end: { end: true, seq, hash, digest } }))).toMatchObject({
      ok: true,
      seq,
    });
  });
});

describe('somebody who comes late', () => {
  it('gets a long log in frames that fit, page by page', async () => {
    await makeMachine(lab, 'long');
    await send('long', 'ada', 'spawn db');
    for (let i = 0; i < 300; i++) await send('long', 'ada', `mmap db r${i} 1M rw private`);
    const end = await lab.rooms.end('long');
    const cleo = look('cleo', 'long');
    const frames: number[] = [];
    cleo.socket.io.on('open', () =>
      cleo.socket.io.engine.on('packet', ({ data }) => frames.push(String(data ?? '').length)),
    );
    await cleo.reaches(end.seq);
    expect(cleo.digest()).toBe(end.digest);
    expect(Math.max(...frames)).toBeLessThanOrEqual(64 * 1024);
    expect(cleo.effects.filter((e) => e.type === 'ask').length).toBeGreaterThan(1);
  });

  it('starts from a snapshot, in parts, when the log is very long, and comes to the same machine', async () => {
    const server = await startLab(database.appUrl, { limits: { mostCatchUpEntries: 20, snapshotEvery: 25 } });
    await makeMachine(server, 'snap');
    await send('snap', 'ada', 'spawn db', server);
    for (let i = 0; i < 120; i++) await send('snap', 'ada', `mmap db r${i} 1M rw private`, server);
    const end = await server.rooms.end('snap');
    await soon(async () => expect(await server.store.latestSnapshot('snap')).toMatchObject({ version: 125 }));
    const cleo = look('cleo', 'snap', server.url);
    await cleo.reaches(end.seq);
    expect(cleo.digest()).toBe(end.digest);
    expect(cleo.effects).toContainEqual({ type: 'reset', seq: 125 });
    expect(cleo.effects.find((e) => e.type === 'fetch')).toMatchObject({ what: 'snapshot', seq: 125 });
    await server.close();
  });

  it('does not see a future that is concealed', async () => {
    await makeMachine(lab, 'quiz');
    await crowd('quiz', 'ada');
    const pupil = look('quiz-10', 'quiz');
    await pupil.reaches(10);
    await crowd('quiz', 'bob');
    expect(pupil.seq()).toBe(10);
    const part = { machineId: 'quiz', what: 'entry', seq: 11, part: 0 } as const;
    expect(await pupil.socket.emitWithAck('machine:part', part)).toMatchObject({ ok: false, code: 'NOT_FOUND' });
    expect(
      await pupil.socket.emitWithAck('machine:join', { machineId: 'quiz', afterSeq: 10, protocol: 1 }),
    ).toMatchObject({ kind: 'upToDate', seq: 10 });
  });

  it('whose number is ahead of the log starts over', async () => {
    await makeMachine(lab, 'ahead');
    const ada = look('ada', 'ahead');
    await ada.reaches(7);
    const answer = await ada.socket.emitWithAck('machine:join', { machineId: 'ahead', afterSeq: 999, protocol: 1 });
    expect(answer).toMatchObject({ ok: true, kind: 'resync', seq: 7, snapshot: { seq: 0, parts: 0 } });
  });
});

describe('presence', () => {
  it('shows who looks, once a person, and who raises a hand, until they go', async () => {
    await makeMachine(lab, 'present');
    const [ada, again, bob] = [look('ada', 'present'), look('ada', 'present'), look('bob', 'present')];
    await Promise.all([ada, again, bob].map((screen) => screen.reaches(7)));
    const names = (screen: Screen) =>
      screen
        .people()
        .map((p) => p.actorId)
        .sort();
    await soon(() => expect(names(bob)).toEqual(['ada', 'bob']));
    const presence = { isHandRaised: true, atSeq: 3 };
    expect(await ada.socket.emitWithAck('presence:update', { machineId: 'present', presence })).toEqual({ ok: true });
    await soon(() =>
      expect(bob.people().find((p) => p.actorId === 'ada')).toMatchObject({ isHandRaised: true, atSeq: 3 }),
    );
    ada.close();
    again.close();
    await soon(() => expect(names(bob)).toEqual(['bob']));
    expect(await bob.socket.emitWithAck('machine:leave', { machineId: 'present' })).toEqual({ ok: true });
    expect(await bob.socket.emitWithAck('presence:update', { machineId: 'present', presence: {} })).toMatchObject({
      code: 'PRECONDITION_FAILED',
    });
  });

  it('ends for one who is sent out, and for all when the machine goes', async () => {
    await makeMachine(lab, 'leaving');
    const [ada, bob] = [look('ada', 'leaving'), look('bob', 'leaving')];
    await Promise.all([ada.reaches(7), bob.reaches(7)]);
    lab.realtime.removeViewer('leaving', 'ada');
    await soon(() => expect(ada.gone).toEqual(['removed']));
    await send('leaving', 'bob', 'spawn bobdb');
    await bob.reaches(8);
    expect(ada.seq()).toBe(7);
    lab.realtime.machineGone('leaving');
    await soon(() => expect(bob.gone).toEqual(['deleted']));
    lab.realtime.disconnectPerson('bob');
    await soon(() => expect(bob.socket.connected).toBe(false));
  });
});
