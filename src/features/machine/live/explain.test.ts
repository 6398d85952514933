import { type Entry, replay, serialise, type VariationPlan, vary } from '@overcommit/engine';
import {
  counterfactuals,
  type Decision,
  type Explained,
  type ExplainInput,
  type ExplainStep,
  emptyHistory,
  explainSteps,
  foldEntry,
  missingWays,
} from '@overcommit/reading';
import { expect, it, vi } from 'vitest';
import { explainerOf, type LogClient, readForExplaining } from '@/machineView/explainSource.ts';
import { recordLog, SPEC } from '@/machineView/testing/testLog.ts';
import { type ExplainWorker, explainBeside } from '../../machineParts/cards/explainPort.ts';
import { createFold } from './machineFold.ts';

const LOG = recordLog();
const isKill = ({ facts }: Entry) => facts.some((fact) => fact.type === 'VictimChosen');
const KILL = LOG.entries.find(isKill)?.seq ?? expect.fail('the log kills');
const REFUSAL =
  LOG.entries.find(({ facts }) => facts.some((f) => f.type === 'ChargeDecided' && !f.isGranted))?.seq ?? 0;
const stateAt = (seq: number) => (seq === 0 ? null : serialise(replay(SPEC, LOG.entries, seq)));
const upTo = (seq: number, from = 0): ExplainInput => ({
  spec: SPEC,
  state: stateAt(from),
  entries: LOG.entries.slice(from, seq),
  later: LOG.entries.slice(seq),
});

function run(input: ExplainInput): { explained: Explained; steps: ExplainStep[] } {
  const search = explainSteps(input);
  const steps: ExplainStep[] = [];
  for (;;) {
    const step = search.next();
    if (step.done) return { explained: step.value, steps };
    steps.push(step.value);
  }
}

it('an old decision is explained as a fresh one is, from boot or from any state before it', () => {
  const history = emptyHistory();
  const machine = replay(SPEC, [], 0);
  for (const entry of LOG.entries) foldEntry(history, machine, entry, true);
  for (const seq of [KILL, REFUSAL]) {
    const { explained, steps } = run(upTo(seq));
    const fresh = history.decisions.filter((one) => one.seq === seq);
    expect(explained.decisions.map(({ fact, context }) => ({ fact, context }))).toEqual(
      fresh.map(({ fact, context }) => ({ fact, context })),
    );
    expect(fresh.length).toBeGreaterThan(0);
    expect(run(upTo(seq, seq - 1)).explained).toEqual(explained);
    expect(run(upTo(seq, 2)).explained).toEqual(explained);
    expect(steps.some(({ what }) => what === 'read')).toBe(true);
  }
});

it('says how much was missing at a kill, and who held what when it came', () => {
  const { explained } = run(upTo(KILL));
  expect(explained.shortfall?.swap).toBeGreaterThan(0);
  expect(explained.shortfall?.ram).toBeGreaterThan(0);
  const [{ held, context }] = explained.decisions as [Explained['decisions'][number]];
  const used = held.reduce((sum, { pages }) => sum + pages, 0);
  expect(used).toBe(context.ramPages - context.freePages);
  expect(held.map(({ owner }) => owner)).toEqual(expect.arrayContaining(['ana', 'ben', null]));
  expect(run(upTo(REFUSAL)).explained.shortfall).toBeNull();
});

it('[VAR-15] what is offered is carried out to the end of the log: what is said is who dies there', () => {
  const { explained, steps } = run(upTo(KILL));
  const { shortfall, aftermaths, decisions } = explained;
  const [decision] = decisions as [Explained['decisions'][number]];
  expect(steps.some(({ what }) => what === 'carriedOn')).toBe(true);
  const kill = { ...decision, kind: 'kill', policy: SPEC.policy } as unknown as Decision;
  const [swap, ram] = missingWays(shortfall, SPEC.policy, aftermaths) ?? [];
  const main = { spec: SPEC, entries: LOG.entries };
  const killsWith = (plan: VariationPlan) =>
    vary(main, plan).entries.flatMap((entry) => (isKill(entry) ? [entry.seq] : []));
  const pages = shortfall?.swap ?? expect.fail('no amount of swap');
  // A swap area gives away its first page.
  const [dies] = killsWith({ from: KILL - 1, swapKb: (pages + 1) * 4 });
  expect(dies).toBeGreaterThan(KILL);
  expect(swap).toMatch(new RegExp(`^With .* more swap .*, \\w+ would have died at #${dies} instead`));
  expect(ram).toMatch(/^With .* more RAM .*, (\w+ would have died at #\d+ instead|nobody would have died up to #\d+)/);
  const { taken, left, free } = shortfall?.ramSum ?? expect.fail('no sum');
  expect(taken + left - free).toBe(shortfall?.ram);
  expect(counterfactuals(kill, aftermaths).some(({ after }) => /would have died at #\d+ instead/.test(after))).toBe(
    true,
  );
});

it('throws where entries are missing, and where there is none', () => {
  expect(() => run({ ...upTo(KILL, 3), state: null })).toThrow('does not follow');
  expect(() => run({ ...upTo(KILL), entries: [] })).toThrow('no entry to explain');
});

it('the live fold keeps the state before a kill: it is explained without asking anybody', () => {
  let frame = () => {};
  const fold = createFold({
    spec: SPEC,
    ports: {
      now: () => 0,
      nextFrame: (next) => {
        frame = next;
        return () => undefined;
      },
    },
    take: foldEntry,
    onChange: () => undefined,
    onSeat: () => undefined,
  });
  fold.push(LOG.entries.map((entry) => ({ ...entry, recordedAt: '2026-11-26T00:00:00Z', hash: '' })));
  frame();
  expect(fold.beforeKill(REFUSAL)).toBeNull();
  const kept = fold.beforeKill(KILL) ?? expect.fail('not kept');
  const { explained } = run({ spec: SPEC, state: kept.state, entries: [kept.entry], later: LOG.entries.slice(KILL) });
  expect(explained).toEqual(run(upTo(KILL)).explained);
  fold.reset(null);
  expect(fold.beforeKill(KILL)).toBeNull();
});

function fakeWorker() {
  const worker: ExplainWorker = { postMessage: vi.fn(), onmessage: null, onerror: null, terminate: vi.fn() };
  return worker;
}

it('the worker reports its steps, its end and its failure, and a signal ends it', async () => {
  const abort = new AbortController();
  const begin = (signal = abort.signal) => {
    const worker = fakeWorker();
    const onStep = vi.fn();
    const promise = explainBeside(upTo(KILL), { signal, onStep, start: () => worker });
    return { worker, onStep, promise };
  };
  const one = begin();
  const step: ExplainStep = { what: 'tried', done: 1, of: 40 };
  one.worker.onmessage?.({ data: { type: 'step', step } });
  expect(one.onStep).toHaveBeenCalledWith(step);
  const explained: Explained = { decisions: [], shortfall: null, aftermaths: {} };
  one.worker.onmessage?.({ data: { type: 'explained', explained } });
  expect(await one.promise).toBe(explained);
  const two = begin();
  two.worker.onmessage?.({ data: { type: 'failed', message: 'entry 4 does not follow 2' } });
  await expect(two.promise).rejects.toThrow('does not follow');
  const three = begin();
  three.worker.onerror?.({});
  await expect(three.promise).rejects.toThrow('could not start');
  const four = begin();
  abort.abort(new Error('closed'));
  await expect(four.promise).rejects.toThrow('closed');
  for (const { worker } of [one, two, three, four]) expect(worker.terminate).toHaveBeenCalledTimes(1);
  const five = begin();
  await expect(five.promise).rejects.toThrow('closed');
  expect(five.worker.postMessage).not.toHaveBeenCalled();
});

/** A log that is given out in pages of three. */
function clientOf(kept: number | null, last = LOG.entries.length) {
  const asked: string[] = [];
  const client: LogClient = {
    log: {
      snapshot: {
        query: async ({ atSeq }) => {
          asked.push(`snapshot ${atSeq}`);
          return kept === null ? null : { seq: kept, text: stateAt(kept) ?? '' };
        },
      },
      page: {
        query: async ({ afterSeq, limit }) => {
          asked.push(`after ${afterSeq}`);
          const entries = LOG.entries.slice(afterSeq, Math.min(afterSeq + limit, afterSeq + 3, last));
          return { header: { machine: { spec: SPEC } }, entries };
        },
      },
    },
  };
  return { client, asked };
}

/** Three at a time, until there are no more. */
const LATER = Array.from({ length: Math.ceil((LOG.entries.length - 8) / 3) }, (_, i) => `after ${8 + 3 * i}`).concat(
  `after ${LOG.entries.length}`,
);

it('reads the newest kept state before an entry, and only what lies between', async () => {
  const { signal } = new AbortController();
  const read = (client: LogClient) => readForExplaining(client, { machineId: 'm', seq: 8 }, signal);
  const whole = clientOf(null);
  expect(await read(whole.client)).toEqual(upTo(8));
  expect(whole.asked.slice(0, 4)).toEqual(['snapshot 7', 'after 0', 'after 3', 'after 6']);
  expect(whole.asked.slice(4)).toEqual(LATER);
  expect(await explainerOf('here', { ...LOG, spec: SPEC }).load(8, signal)).toEqual(upTo(8));
  const near = clientOf(7);
  expect(await read(near.client)).toEqual(upTo(8, 7));
  expect(near.asked).toEqual(['snapshot 7', 'after 7', ...LATER]);
  await expect(read(clientOf(null, 6).client)).rejects.toThrow('The log that you may read ends before this entry.');
});
