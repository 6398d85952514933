import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { SubmitResult } from '@overcommit/protocol';
import { printLog, verifyLog } from '@overcommit/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withDatabase } from '../fixtures/postgres.ts';
import { type LabServer, makeMachine, SPEC, startLab } from './labServer.ts';
import { openScreen } from './screen.ts';

const database = withDatabase();
/** Another process on the same database; it outlives the one that is killed. */
let witness: LabServer;
const children: ChildProcess[] = [];
beforeAll(async () => {
  witness = await startLab(database.appUrl);
});
afterAll(() => witness.close());
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function startProcess(port = 0): Promise<{ child: ChildProcess; port: number }> {
  const script = new URL('./labProcess.ts', import.meta.url);
  const child = fork(script, [database.appUrl, String(port)], { execArgv: ['--import', 'tsx'] });
  children.push(child);
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the server process ended with ${code}`);
  });
  const [message] = (await Promise.race([once(child, 'message'), failed])) as [{ port: number }];
  failed.catch(() => undefined);
  return { child, port: message.port };
}

type Sent = { actor: string; commandId: string; line: string };

async function submit(port: number, sent: Sent): Promise<SubmitResult> {
  const body = JSON.stringify({ machineId: 'm1', ...sent });
  const response = await fetch(`http://127.0.0.1:${port}/submit`, { method: 'POST', body });
  return (await response.json()) as SubmitResult;
}

describe('a server that is killed with kill -9', () => {
  it('loses no entry that it acknowledged, invents none, and everybody comes to the same machine', async () => {
    await makeMachine(witness, 'm1');
    const first = await startProcess();
    const url = `http://127.0.0.1:${first.port}`;
    const screens = ['ada', 'bob'].map((person) => openScreen({ url, person, machineId: 'm1', spec: SPEC }));
    const acknowledged = new Map<string, number>();
    const pending: Sent[] = [];

    /** Sends one command after another, until the server is gone. */
    async function keepSending(actor: string): Promise<void> {
      for (let i = 0; i < 1000; i++) {
        const sent = {
          actor,
          commandId: `${actor}-${i}`,
          line: i === 0 ? `spawn ${actor}db` : `mmap ${actor}db r${i} 64K rw private`,
        };
        try {
          const answer = await submit(first.port, sent);
          if (answer.ok) acknowledged.set(sent.commandId, answer.seq);
        } catch {
          pending.push(sent);
          return;
        }
        if (acknowledged.size === 90) first.child.kill('SIGKILL');
      }
    }
    await Promise.all(['ada', 'bob', 'cleo'].map(keepSending));
    expect(acknowledged.size).toBeGreaterThanOrEqual(90);

    const second = await startProcess(first.port);
    for (const sent of pending) acknowledged.set(sent.commandId, await seqOf(submit(second.port, sent)));
    const { seq, hash, digest } = await witness.rooms.end('m1');
    const { header, entries } = await witness.rooms.page('m1', 0, 500);

    expect(verifyLog(printLog({ header, entries, end: { end: true, seq, hash, digest } }))).toMatchObject({
      ok: true,
      seq,
    });
    const bySeq = new Map(entries.map((entry) => [entry.commandId, entry.seq]));
    for (const [commandId, at] of acknowledged) expect([commandId, bySeq.get(commandId)]).toEqual([commandId, at]);
    expect(entries).toHaveLength(acknowledged.size + 7);

    await Promise.all(screens.map((screen) => screen.reaches(seq)));
    expect(screens.map((screen) => screen.digest())).toEqual([digest, digest]);
    for (const screen of screens) screen.close();
  }, 900_000);
});

async function seqOf(answer: Promise<SubmitResult>): Promise<number> {
  const result = await answer;
  return result.ok ? result.seq : -1;
}
