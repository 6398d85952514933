import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { parseLog, type SubmitResult, type WireEntry } from '@overcommit/protocol';
import { createOutbox, type Outbox } from '../../src/features/machine/live/outbox.ts';
import { type Browser, openBrowser } from '../access/server.ts';
import type { Sent, Told } from './tally.ts';

/** Below what one person may send a second. */
const EVERY_MS = 150;
const RETRY_MS = 300;
/** After this a command is sent once more, whatever becomes of the first try. */
const SEND_MS = 4000;
const REST_MS = 180_000;

export type Person = { machineId: string; process: string; outbox: Outbox; sent: number; lastId: string };
export type People = {
  all: Sent[];
  /** Where they send to; another process of the service may take a part of them. */
  setOrigins(origins: readonly string[]): void;
  work(): void;
  /** Stops the work, and waits until each command has an answer. @throws if that takes too long */
  rest(): Promise<void>;
  /** Waits until a command that is sent from now on is acknowledged. */
  served(): Promise<void>;
  logs(): Promise<{ texts: string[]; entries: Map<string, WireEntry[]> }>;
};

class Failed extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

async function must<T>(what: string, call: Promise<{ data: T; code: string | null; message: string }>): Promise<T> {
  const { data, code, message } = await call;
  if (code !== null) throw new Error(`${what}: ${code} ${message}`);
  return data;
}

type Size = { origin: string; machines: number; people: number };

/** A teacher with machines, and guests who work on them with the outbox of the machine's page. */
export async function seatPeople({ origin, machines, people }: Size): Promise<People> {
  const all: Sent[] = [];
  let origins: readonly string[] = [origin];
  const teacher = await signUp(origin);
  const codes: { machineId: string; code: string }[] = [];
  for (let i = 0; i < machines; i++) {
    const lab = { slug: 'the-database-dies' };
    const { machineId } = await must('start', teacher.mutate<{ machineId: string }>('labs.start', lab));
    codes.push({
      machineId,
      ...(await must('share', teacher.mutate<{ code: string }>('machines.share', { machineId }))),
    });
  }
  const guests = await Promise.all(
    Array.from({ length: people }, async (_, n) => {
      const { machineId, code } = codes[n % codes.length] as (typeof codes)[number];
      const browser = openBrowser(origin);
      await must('join', browser.mutate('machines.joinByCode', { code, displayName: `Student ${n}` }));
      await must('open', browser.mutate('machines.open', { machineId }));
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const at = () => origins[n % origins.length] as string;
      return createPerson({ machineId, process: `p${n}`, post: (input) => post(at(), cookie, input) });
    }),
  );
  const loops = createLoops(guests, all);
  return {
    all,
    setOrigins: (next) => {
      origins = next;
    },
    ...loops,
    async served() {
      const from = all.length;
      const isAcknowledged = () => all.slice(from).some(({ told }) => told?.kind === 'acknowledged');
      for (let waited = 0; !isAcknowledged(); waited += 50) {
        if (waited > REST_MS) throw new Error('no command is acknowledged any more');
        await wait(50);
      }
    },
    logs: () => exportAll(teacher, codes),
  };
}

async function signUp(origin: string): Promise<Browser> {
  const teacher = openBrowser(origin);
  const account = { name: 'Teacher', email: `${randomUUID()}@uni.example`, password: randomUUID() };
  const { status, text } = await teacher.post('/api/auth/sign-up/email', account);
  if (status !== 200) throw new Error(`sign-up: ${status} ${text}`);
  await teacher.signIn(account.email, account.password);
  return teacher;
}

type Input = { machineId: string; commandId: string; line?: string };

async function post(origin: string, cookie: string, input: Input): Promise<SubmitResult> {
  const response = await fetch(`${origin}/api/trpc/machines.submit`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, cookie },
    body: JSON.stringify({ json: input }),
    signal: AbortSignal.timeout(SEND_MS),
  });
  const { result, error } = (await response.json()) as {
    result?: { data: { json: SubmitResult } };
    error?: { json?: { message: string; data: { code: string } } };
  };
  if (result) return result.data.json;
  // Without a tRPC error it is the edge that answers: the server is starting or stopping.
  throw new Failed(error?.json?.data.code ?? 'SERVICE_UNAVAILABLE', error?.json?.message ?? 'no answer');
}

function createPerson({
  machineId,
  process,
  post,
}: Pick<Person, 'machineId' | 'process'> & { post: (input: Input) => Promise<SubmitResult> }): Person {
  const person = { machineId, process, sent: 0, lastId: '' };
  const outbox = createOutbox({
    machineId,
    seenSeq: () => 0,
    onChange: () => {},
    onUnanswered: () => {},
    onResult: () => {},
    ports: {
      post,
      isUnanswered: (error) => !(error instanceof Failed) || error.code === 'SERVICE_UNAVAILABLE',
      explain: String,
      newId: () => {
        person.lastId = randomUUID();
        return person.lastId;
      },
      later: (run) => {
        const timer = setTimeout(run, RETRY_MS);
        return () => clearTimeout(timer);
      },
    },
  });
  return Object.assign(person, { outbox });
}

function createLoops(people: readonly Person[], all: Sent[]): Pick<People, 'work' | 'rest'> {
  let isWorking = false;
  let loops: Promise<void>[] = [];
  const loop = async (person: Person): Promise<void> => {
    while (isWorking) {
      const line = lineOf(person);
      person.sent += 1;
      const outcome = person.outbox.enqueue(line);
      const sent: Sent = { commandId: person.lastId, machineId: person.machineId, told: null };
      all.push(sent);
      sent.told = toldOf(await outcome);
      await wait(EVERY_MS);
    }
  };
  return {
    work() {
      isWorking = true;
      loops = people.map(loop);
    },
    async rest() {
      isWorking = false;
      const late = new AbortController();
      const tooLong = wait(REST_MS, undefined, { signal: late.signal }).then(() => {
        throw new Error('commands are still without an answer');
      });
      await Promise.race([Promise.all(loops), tooLong]).finally(() => {
        tooLong.catch(() => undefined);
        late.abort();
      });
    },
  };
}

function toldOf(outcome: Awaited<ReturnType<Outbox['enqueue']>>): Told {
  if (outcome.kind === 'answered') return { kind: 'acknowledged', seq: outcome.seq };
  return { kind: outcome.kind };
}

/** A process, memory in it, and pages of that memory again and again; now and then a region that is given back. */
function lineOf({ process, sent }: Person): string {
  if (sent === 0) return `spawn ${process}`;
  if (sent === 1) return `mmap ${process} r 4M rw private`;
  if (sent % 12 === 10) return `mmap ${process} x${sent} 256K rw private`;
  if (sent % 12 === 11) return `munmap ${process} x${sent - 1}`;
  return `touch ${process} r ${(sent * 16) % 4096}K 16K w`;
}

async function exportAll(teacher: Browser, machines: readonly { machineId: string }[]) {
  const texts: string[] = [];
  const entries = new Map<string, WireEntry[]>();
  for (const { machineId } of machines) {
    const { status, text } = await teacher.send(`/api/machines/${machineId}/log.ndjson`);
    const log = parseLog(text);
    if (status !== 200 || !log.ok) throw new Error(`the log of ${machineId}: ${status} ${text.slice(0, 300)}`);
    texts.push(text);
    entries.set(machineId, log.entries);
  }
  return { texts, entries };
}
