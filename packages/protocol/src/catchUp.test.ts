import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { behindBy, type CatchUp, type CatchUpEffect, type CatchUpInput, startCatchUp, stepCatchUp } from './catchUp.ts';
import type { JoinAnswer, SeenEntry, SentEntry } from './messages.ts';

const entry = (seq: number): SeenEntry => ({ seq, tick: seq, isHidden: true });
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => entry(from + i));

function run(inputs: CatchUpInput[], from: CatchUp = startCatchUp()) {
  const effects: CatchUpEffect[] = [];
  let state = from;
  for (const input of inputs) {
    const step = stepCatchUp(state, input);
    state = step.state;
    effects.push(...step.effects);
  }
  const folded = effects.flatMap((e) => (e.type === 'fold' ? e.entries.map((one) => one.seq) : []));
  return { state, effects, folded };
}
const answer = (entries: SentEntry[], seq: number, isMore = false): CatchUpInput => ({
  type: 'answer',
  answer: { ok: true, kind: 'entries', seq, entries, isMore },
});
const live = (seq: number) =>
  run([{ type: 'connected' }, { type: 'answer', answer: { ok: true, kind: 'upToDate', seq } }], startCatchUp(seq))
    .state;

describe('catching up', () => {
  it('asks from its own number when it is connected', () => {
    expect(run([{ type: 'connected' }], startCatchUp(7)).effects).toEqual([{ type: 'ask', afterSeq: 7 }]);
  });

  it('folds the answer, then each entry as it comes', () => {
    const { folded, state } = run([{ type: 'connected' }, answer(range(1, 3), 3), { type: 'entry', entry: entry(4) }]);
    expect(folded).toEqual([1, 2, 3, 4]);
    expect(state).toMatchObject({ seq: 4, phase: 'live', waiting: [] });
  });

  it('asks again page by page until it has the log’s last number', () => {
    const { effects, folded } = run([
      { type: 'connected' },
      answer(range(1, 2), 5, true),
      answer(range(3, 4), 5, true),
      answer(range(5, 5), 5),
    ]);
    expect(folded).toEqual([1, 2, 3, 4, 5]);
    expect(effects.filter((e) => e.type === 'ask')).toEqual([0, 2, 4].map((afterSeq) => ({ type: 'ask', afterSeq })));
  });

  it('keeps entries that come between asking and the answer', () => {
    const { folded } = run([{ type: 'connected' }, { type: 'entry', entry: entry(3) }, answer(range(1, 2), 2)]);
    expect(folded).toEqual([1, 2, 3]);
  });

  it('folds nothing over a gap, but asks from its own number', () => {
    const { effects, folded, state } = run([{ type: 'entry', entry: entry(6) }], live(4));
    expect(folded).toEqual([]);
    expect(effects).toEqual([{ type: 'ask', afterSeq: 4 }]);
    expect(behindBy(state)).toBe(2);
    expect(run([answer(range(5, 5), 5)], state).folded).toEqual([5, 6]);
  });

  it('folds an entry once, however often it comes', () => {
    const { folded } = run(
      [
        { type: 'entry', entry: entry(5) },
        { type: 'entry', entry: entry(5) },
        { type: 'entry', entry: entry(3) },
      ],
      live(4),
    );
    expect(folded).toEqual([5]);
  });

  it('starts over from a snapshot when it is told to', () => {
    const resync: JoinAnswer = {
      ok: true,
      kind: 'resync',
      seq: 12,
      snapshot: { seq: 10, parts: 2 },
      entries: range(11, 12),
      isMore: false,
    };
    const asked = run([{ type: 'connected' }, { type: 'answer', answer: resync }], startCatchUp(3));
    expect(asked.effects.at(-1)).toEqual({ type: 'fetch', what: 'snapshot', seq: 10, parts: 2 });
    const done = run(
      [
        { type: 'entry', entry: entry(13) },
        { type: 'snapshotFetched', seq: 10 },
      ],
      asked.state,
    );
    expect(done.effects[0]).toEqual({ type: 'reset', seq: 10 });
    expect(done.folded).toEqual([11, 12, 13]);
  });

  it('starts over from boot when the log is behind it', () => {
    const resync: JoinAnswer = {
      ok: true,
      kind: 'resync',
      seq: 1,
      snapshot: { seq: 0, parts: 0 },
      entries: range(1, 1),
      isMore: false,
    };
    const { effects, folded, state } = run(
      [{ type: 'connected' }, { type: 'answer', answer: resync }],
      startCatchUp(9),
    );
    expect(effects).toContainEqual({ type: 'reset', seq: 0 });
    expect(folded).toEqual([1]);
    expect(state).toMatchObject({ seq: 1, knownSeq: 1, phase: 'live' });
  });

  it('fetches an entry that was too large for a frame, and folds it in its place', () => {
    const asked = run(
      [
        { type: 'entry', entry: { seq: 5, parts: 3 } },
        { type: 'entry', entry: entry(6) },
      ],
      live(4),
    );
    expect(asked.effects).toEqual([{ type: 'fetch', what: 'entry', seq: 5, parts: 3 }]);
    expect(run([{ type: 'entryFetched', entry: entry(5) }], asked.state).folded).toEqual([5, 6]);
  });

  it('asks again when a request failed, but not while it is offline', () => {
    expect(run([{ type: 'connected' }, { type: 'failed' }]).effects).toHaveLength(2);
    expect(run([{ type: 'connected' }, { type: 'disconnected' }, { type: 'failed' }]).effects).toHaveLength(1);
  });

  it('stops where it has no place', () => {
    const no = { ok: false, code: 'FORBIDDEN', message: 'You have no seat here.' } as const;
    const { state, effects } = run([{ type: 'connected' }, { type: 'answer', answer: no }, { type: 'connected' }]);
    expect(state.phase).toBe('gone');
    expect(effects.at(-1)).toEqual({ type: 'stop', message: 'You have no seat here.' });
  });

  it('folds every entry once and in order, even if messages are lost, doubled, shuffled or cut off', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat({ max: 5 }), fc.constant('off'), fc.constant('lose')), { maxLength: 60 }),
        (script) => {
          const log: SeenEntry[] = [];
          let state = startCatchUp();
          const folded: number[] = [];
          const feed = (input: CatchUpInput): void => {
            const step = stepCatchUp(state, input);
            state = step.state;
            for (const effect of step.effects) {
              if (effect.type === 'fold') folded.push(...effect.entries.map((e) => e.seq));
              if (effect.type === 'ask') feed(reply(log, effect.afterSeq));
            }
          };
          feed({ type: 'connected' });
          for (const what of script) {
            if (what === 'off') feed({ type: 'disconnected' });
            log.push(entry(log.length + 1));
            if (typeof what === 'number')
              feed({ type: 'entry', entry: log[Math.max(0, log.length - 1 - what)] as SeenEntry });
            if (what !== 'off' && state.phase === 'offline') feed({ type: 'connected' });
          }
          feed({ type: 'disconnected' });
          feed({ type: 'connected' });
          expect(folded).toEqual(log.map((e) => e.seq));
        },
      ),
      { seed: 42, numRuns: 300 },
    );
  });
});

/** A server with pages of two entries. */
function reply(log: readonly SeenEntry[], after: number): CatchUpInput {
  if (after === log.length) return { type: 'answer', answer: { ok: true, kind: 'upToDate', seq: after } };
  return answer(log.slice(after, after + 2), log.length, after + 2 < log.length);
}
