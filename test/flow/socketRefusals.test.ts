import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { withDatabase } from '../fixtures/postgres.ts';
import { type LabServer, makeMachine, startLab } from './labServer.ts';
import { openSocket, type ScreenSocket } from './screen.ts';

const database = withDatabase();
let lab: LabServer;
const sockets: ScreenSocket[] = [];
beforeAll(async () => {
  lab = await startLab(database.appUrl);
  await makeMachine(lab, 'm1');
});
afterAll(() => lab.close());
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

function enter(person: string): ScreenSocket {
  const socket = openSocket(lab.url, person);
  sockets.push(socket);
  return socket;
}

/** What no typed client would send. */
const raw = (socket: ScreenSocket, event: string, ...args: unknown[]): Promise<unknown> =>
  (socket as unknown as { emitWithAck(event: string, ...args: unknown[]): Promise<unknown> }).emitWithAck(
    event,
    ...args,
  );

const JOIN = { machineId: 'm1', afterSeq: 0, protocol: 1 } as const;

describe('a socket', () => {
  it('is not opened without a login', async () => {
    const message = await new Promise((resolve) => enter('').on('connect_error', (error) => resolve(error.message)));
    expect(message).toBe('UNAUTHORIZED');
  });

  it('is not opened from a page of another site', async () => {
    const answer = await fetch(`${lab.url}/socket.io/?EIO=4&transport=polling`, {
      headers: { origin: 'https://elsewhere.example', cookie: 'person=ada' },
    });
    expect(answer.status).toBe(403);
  });

  it('does not let somebody without a place look at a machine', async () => {
    const socket = enter('nobody');
    expect(await socket.emitWithAck('machine:join', JOIN)).toMatchObject({ ok: false, code: 'FORBIDDEN' });
    const heard = vi.fn();
    socket.on('machine:entry', heard);
    await lab.rooms.dispatch({ machineId: 'm1', commandId: 'c-nobody', line: 'spawn a' }, 'ada');
    const part = { machineId: 'm1', what: 'entry', seq: 1, part: 0 } as const;
    expect(await socket.emitWithAck('machine:part', part)).toMatchObject({ ok: false, code: 'PRECONDITION_FAILED' });
    expect(heard).not.toHaveBeenCalled();
  });

  it('does not let somebody without a place lead a replay, or know who leads it', async () => {
    const socket = enter('nobody');
    const wish = { machineId: 'm1', isLeading: true };
    await socket.emitWithAck('machine:join', JOIN);
    for (const answer of [
      await socket.emitWithAck('replay:lead', wish),
      await socket.emitWithAck('replay:where', { machineId: 'm1', seq: 1, view: null }),
      await socket.emitWithAck('replay:leader', { machineId: 'm1' }),
    ])
      expect(answer).toMatchObject({ ok: false, code: 'PRECONDITION_FAILED' });
  });

  it('follows whoever leads, until their window closes', async () => {
    const [leader, follower] = [enter('ada'), enter('bob')];
    for (const socket of [leader, follower]) await socket.emitWithAck('machine:join', JOIN);
    const heard: unknown[] = [];
    follower.on('replay:leader', (message) => heard.push(message.leader));
    expect(await leader.emitWithAck('replay:lead', { machineId: 'm1', isLeading: true })).toEqual({ ok: true });
    expect(await leader.emitWithAck('replay:where', { machineId: 'm1', seq: 1, view: 'why' })).toEqual({ ok: true });
    expect(await follower.emitWithAck('replay:where', { machineId: 'm1', seq: 2, view: null })).toMatchObject({
      ok: false,
      code: 'FORBIDDEN',
    });
    expect(await follower.emitWithAck('replay:leader', { machineId: 'm1' })).toMatchObject({
      leader: { seq: 1, view: 'why' },
    });
    leader.close();
    await vi.waitFor(() => expect(heard.at(-1)).toBeNull());
    expect(heard).toMatchObject([{ seq: null }, { seq: 1, view: 'why' }, null]);
  });

  it('knows no machine that was not made', async () => {
    expect(await enter('ada').emitWithAck('machine:join', { ...JOIN, machineId: 'nowhere' })).toMatchObject({
      ok: false,
      code: 'NOT_FOUND',
    });
  });

  it('answers what is malformed with BAD_INPUT, and the tenth time closes', async () => {
    const socket = enter('ada');
    const malformed: [string, ...unknown[]][] = [
      ['machine:join', { ...JOIN, protocol: 2 }],
      ['machine:join', { ...JOIN, afterSeq: -1 }],
      ['machine:join', { ...JOIN, afterSeq: 1.5 }],
      ['machine:join', { ...JOIN, machineId: 'a b' }],
      ['machine:join', { ...JOIN, extra: true }],
      ['machine:join', 'm1'],
      ['machine:join', JOIN, 'more'],
      ['machine:destroy', JOIN],
      ['__proto__', {}],
    ];
    for (const [event, ...args] of malformed)
      expect(await raw(socket, event, ...args)).toMatchObject({ ok: false, code: 'BAD_INPUT' });
    expect(socket.connected).toBe(true);
    const closed = new Promise((resolve) => socket.on('disconnect', resolve));
    socket.emit('machine:leave', undefined as never, undefined as never);
    expect(await closed).toBe('io server disconnect');
  });

  it('is closed by a frame over 64 KiB, and the server goes on', async () => {
    const socket = enter('ada');
    await socket.emitWithAck('machine:join', JOIN);
    const closed = new Promise((resolve) => socket.on('disconnect', resolve));
    raw(socket, 'machine:join', { ...JOIN, pad: 'x'.repeat(70_000) }).catch(() => undefined);
    expect(await closed).toBeDefined();
    expect(await enter('bob').emitWithAck('machine:join', JOIN)).toMatchObject({ ok: true });
  });

  it('is held to a pace', async () => {
    const socket = enter('ada');
    await socket.emitWithAck('machine:join', JOIN);
    const update = { machineId: 'm1', presence: {} };
    const answers = await Promise.all(Array.from({ length: 200 }, () => socket.emitWithAck('presence:update', update)));
    expect(answers.filter((answer) => !answer.ok && answer.code === 'TOO_MANY_REQUESTS').length).toBeGreaterThan(0);
    expect(answers.filter((answer) => answer.ok).length).toBeGreaterThan(100);
  });
});

describe('an upgrade to a path that nobody serves', () => {
  it('is closed at once', async () => {
    const client = connect(lab.port, '127.0.0.1');
    const ended = new Promise((resolve) => client.on('close', resolve));
    client.write('GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await ended;
    expect(client.destroyed).toBe(true);
  });
});
