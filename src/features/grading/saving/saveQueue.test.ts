import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  cellKey,
  countsOf,
  type Draft,
  draftOf,
  emptyQueue,
  type Grade,
  laneOf,
  type QueueEffect,
  type QueueInput,
  type Save,
  type SaveQueue,
  stepQueue,
  waitingFlag,
  waitingGrade,
} from './saveQueue.ts';

const CELL = { rowId: 'r1', itemId: 'why' };
const OTHER = { rowId: 'r2', itemId: 'why' };
const grade = (points: number | null, note = ''): Grade => ({ points, note, remarks: [], level: null });
const UNGRADED = grade(null);
const typed = (commandId: string, points: number, { at = CELL, shown = 0, order = Number(commandId) } = {}) =>
  ({
    type: 'typed',
    save: { ...at, commandId, order, change: { kind: 'grade', grade: grade(points) } },
    shown: { version: shown, grade: UNGRADED },
  }) satisfies QueueInput;
const stored = (commandId: string, version: number): QueueInput => ({
  type: 'answered',
  commandId,
  answer: { ok: true, version },
});

/** A queue after some inputs, with all effects on the way. */
function run(inputs: QueueInput[], start: SaveQueue = emptyQueue()): { state: SaveQueue; effects: QueueEffect[] } {
  return inputs.reduce<{ state: SaveQueue; effects: QueueEffect[] }>(
    ({ state, effects }, input) => {
      const step = stepQueue(state, input);
      return { state: step.state, effects: [...effects, ...step.effects] };
    },
    { state: start, effects: [] },
  );
}
const sends = (effects: QueueEffect[]) =>
  effects.flatMap((one) => (one.type === 'send' ? [[one.save.commandId, one.expectedVersion]] : []));

describe('the save queue', () => {
  it('sends one save of a cell at a time, the next one with the version of the answer', () => {
    const { state, effects } = run([typed('1', 100), typed('2', 200), stored('1', 7), stored('2', 8)]);
    expect(sends(effects)).toEqual([
      ['1', 0],
      ['2', 7],
    ]);
    expect(countsOf(state)).toEqual({ unsaved: 0, stuck: 0, drafts: 0 });
  });

  it('counts what is not stored, and shows it as the grade of the cell', () => {
    const { state } = run([typed('1', 100), typed('2', 200), typed('3', 50, { at: OTHER })]);
    expect(countsOf(state).unsaved).toBe(3);
    expect(waitingGrade(state, CELL)).toEqual(grade(200));
    expect(waitingGrade(state, OTHER)).toEqual(grade(50));
    expect(waitingFlag(state, CELL)).toBeNull();
  });

  it('without an answer sends nothing more, and after `retry` the same command again', () => {
    const lost = run([typed('1', 100), { type: 'unanswered', commandId: '1' }, typed('2', 200)]);
    expect(sends(lost.effects)).toEqual([['1', 0]]);
    expect(countsOf(lost.state).unsaved).toBe(2);
    expect(sends(run([{ type: 'retry' }], lost.state).effects)).toEqual([['1', 0]]);
  });

  it('keeps a save before it is sent, and forgets it only after its follower has its version', () => {
    const { effects } = run([typed('1', 100), typed('2', 200), stored('1', 7)]);
    expect(effects.map((one) => one.type)).toEqual(['keep', 'send', 'keep', 'stored', 'keep', 'forget', 'send']);
    expect(effects[4]).toMatchObject({ type: 'keep', save: { commandId: '2', basedOn: 7 } });
  });

  it('a conflict stops the cell and no other, and loses neither version until one is chosen', () => {
    const theirs = { version: 9, grade: grade(300, 'theirs'), by: 'Dana' };
    const conflict: QueueInput = { type: 'answered', commandId: '1', answer: { ok: false, code: 'CONFLICT', theirs } };
    const stopped = run([typed('1', 100), typed('2', 200), conflict, typed('3', 50, { at: OTHER })]);
    expect(sends(stopped.effects)).toEqual([
      ['1', 0],
      ['3', 0],
    ]);
    expect(laneOf(stopped.state, CELL).conflict).toEqual(theirs);
    expect(waitingGrade(stopped.state, CELL)).toEqual(grade(200));
    expect(countsOf(stopped.state)).toMatchObject({ unsaved: 3, stuck: 1 });

    const mine = run([{ type: 'chosen', at: CELL, whose: 'mine' }, stored('1', 10)], stopped.state);
    expect(sends(mine.effects)).toEqual([
      ['1', 9],
      ['2', 10],
    ]);
    const other = run([{ type: 'chosen', at: CELL, whose: 'theirs' }], stopped.state);
    expect(waitingGrade(other.state, CELL)).toBeNull();
    expect(sends(run([typed('4', 400)], other.state).effects)).toEqual([['4', 9]]);
  });

  it('a grade that the server refuses stays, and the next one takes its place', () => {
    const refused: Answer = { ok: false, code: 'REFUSED', message: '“Why” gives 0 to 4 points.' };
    const { state } = run([typed('1', 900, { shown: 3 }), { type: 'answered', commandId: '1', answer: refused }]);
    expect(laneOf(state, CELL).refusal).toBe('“Why” gives 0 to 4 points.');
    const mended = run([typed('2', 400, { shown: 3 })], state);
    expect(sends(mended.effects)).toEqual([['2', 3]]);
    expect(mended.effects).toContainEqual({ type: 'forget', commandId: '1' });
    expect(countsOf(mended.state)).toMatchObject({ unsaved: 1, stuck: 0 });
  });

  it('undo is another save with the grade before, at the end of the queue', () => {
    const undo: QueueInput = { type: 'undone', commandId: '3', order: 3, shownVersion: 0 };
    const { state, effects } = run([typed('1', 100), typed('2', 200), undo, stored('1', 4), stored('2', 5)]);
    expect(sends(effects)).toEqual([
      ['1', 0],
      ['2', 4],
      ['3', 5],
    ]);
    expect(waitingGrade(state, CELL)).toEqual(grade(100));
    const again = run([{ ...undo, commandId: '4', order: 4 }], state);
    expect(waitingGrade(again.state, CELL)).toEqual(UNGRADED);
    expect(run([{ ...undo, commandId: '5' }], again.state).effects).toEqual([]);
  });

  it('a half-written note is kept until it is saved, with the version it was begun on', () => {
    const half: Draft = { points: '', note: 'Nearly: the vict', remarks: [], level: null, basedOn: 2 };
    const later: Draft = { ...half, note: 'Nearly: the victim', basedOn: 6 };
    const { state, effects } = run([
      { type: 'drafted', at: CELL, draft: half },
      { type: 'drafted', at: CELL, draft: later },
    ]);
    expect(draftOf(state, CELL)).toEqual({ ...later, basedOn: 2 });
    expect(effects.at(-1)).toMatchObject({ type: 'keepDraft', key: cellKey(CELL) });
    const saved = run([typed('1', 100, { shown: 6 })], state);
    expect(sends(saved.effects)).toEqual([['1', 2]]);
    expect(draftOf(saved.state, CELL)).toBeNull();
    expect(saved.effects).toContainEqual({ type: 'forgetDraft', key: cellKey(CELL) });
  });

  it('a flag goes the same way as a grade', () => {
    const flag: QueueInput = {
      type: 'typed',
      save: { ...CELL, commandId: '2', order: 2, change: { kind: 'flag', on: true } },
      shown: { version: 0, grade: UNGRADED },
    };
    const { state, effects } = run([typed('1', 100), flag]);
    expect(waitingFlag(state, CELL)).toBe(true);
    expect(waitingGrade(state, CELL)).toEqual(grade(100));
    expect(sends(effects)).toEqual([['1', 0]]);
    expect(sends(run([stored('1', 3)], state).effects)).toEqual([['2', 3]]);
  });

  it('cells go beside each other, a few at a time, the oldest first', () => {
    const inputs = [1, 2, 3, 4, 5, 6].map((n) => typed(String(n), 100, { at: { rowId: `r${n}`, itemId: 'why' } }));
    const { state, effects } = run(inputs);
    expect(sends(effects).map(([id]) => id)).toEqual(['1', '2', '3', '4']);
    expect(sends(run([stored('2', 9)], state).effects)).toEqual([['5', 0]]);
  });
});

describe('whatever happens on the way', () => {
  const cell = fc.constantFrom('a', 'b', 'c');
  const event = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('type' as const), cell, points: fc.nat(500) }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('arrive' as const), which: fc.nat(9) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('lose', 'loseAnswer'), which: fc.nat(9) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('reload', 'retry', 'undo') }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('other' as const), cell, points: fc.nat(500) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('choose' as const), cell, which: fc.nat(1) }) },
  );

  it('every save is stored once, in the order of its cell, and no other grader is overwritten unseen', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), (events) => {
        const way = createRun();
        for (const one of events) way.take(one);
        way.settle();
        expect(countsOf(way.queue()).unsaved).toBe(0);
        for (const at of ['a', 'b', 'c']) expect(way.stored(at)).toEqual(way.intended(at));
        expect(way.overwrittenUnseen()).toBe(0);
        expect(way.kept()).toEqual([]);
      }),
      { seed: 14, numRuns: 400 },
    );
  });
});

type Sent = { save: Save; expectedVersion: number };
type Event = { do: string; cell?: string; points?: number; which?: number };

/** A grader's browser, a server with another grader, and a network that loses things. */
function createRun() {
  let queue = emptyQueue();
  let count = 0;
  let version = 0;
  let overwritten = 0;
  let wire: Sent[] = [];
  const disk = new Map<string, Save>();
  const server = new Map<string, { version: number; points: number | null; by: string }>();
  const done = new Map<string, number>();
  const log: { cell: string; id: string }[] = [];
  const typedIds: { cell: string; id: string }[] = [];
  const shown = new Map<string, number>();
  /** The newest version that the grader saw before deciding on a save. */
  const saw = new Map<string, number>();

  function feed(input: QueueInput): void {
    const step = stepQueue(queue, input);
    queue = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'send') wire.push(effect);
      if (effect.type === 'keep') disk.set(effect.save.commandId, effect.save);
      if (effect.type === 'forget') disk.delete(effect.commandId);
      if (effect.type === 'stored') shown.set(effect.save.rowId, effect.version);
    }
  }
  function serve({ save, expectedVersion }: Sent): Answer {
    const known = done.get(save.commandId);
    if (known !== undefined) return { ok: true, version: known };
    const at = server.get(save.rowId);
    if (at && at.version > expectedVersion)
      return { ok: false, code: 'CONFLICT', theirs: { version: at.version, grade: grade(at.points), by: at.by } };
    if (at?.by === 'other' && at.version > (saw.get(save.commandId) ?? 0)) overwritten += 1;
    version += 1;
    const points = save.change.kind === 'grade' ? save.change.grade.points : null;
    server.set(save.rowId, { version, points, by: 'me' });
    done.set(save.commandId, version);
    log.push({ cell: save.rowId, id: save.commandId });
    return { ok: true, version };
  }
  function answer(sent: Sent | undefined): void {
    if (sent) feed({ type: 'answered', commandId: sent.save.commandId, answer: serve(sent) });
  }
  const pull = (which = 0): Sent | undefined => (wire.length > 0 ? wire.splice(which % wire.length, 1)[0] : undefined);
  function choose(cell: string, whose: 'mine' | 'theirs'): void {
    const lane = laneOf(queue, { rowId: cell, itemId: 'why' });
    if (whose === 'theirs' && lane.conflict)
      for (const { commandId } of lane.waiting) {
        const at = typedIds.findIndex(({ id }) => id === commandId);
        typedIds.splice(at, 1);
      }
    if (lane.conflict) for (const { commandId } of lane.waiting) saw.set(commandId, lane.conflict.version);
    feed({ type: 'chosen', at: { rowId: cell, itemId: 'why' }, whose });
  }
  const doers: Record<string, (event: Event) => void> = {
    type({ cell = 'a', points = 0 }) {
      count += 1;
      typedIds.push({ cell, id: String(count) });
      saw.set(String(count), shown.get(cell) ?? 0);
      feed(typed(String(count), points, { at: { rowId: cell, itemId: 'why' }, shown: shown.get(cell) ?? 0 }));
    },
    undo() {
      const last = queue.undo.at(-1);
      if (!last) return;
      count += 1;
      typedIds.push({ cell: last.at.rowId, id: String(count) });
      const shownVersion = shown.get(last.at.rowId) ?? 0;
      saw.set(String(count), shownVersion);
      feed({ type: 'undone', commandId: String(count), order: count, shownVersion });
    },
    arrive: ({ which }) => answer(pull(which)),
    lose({ which }) {
      const sent = pull(which);
      if (sent) feed({ type: 'unanswered', commandId: sent.save.commandId });
    },
    loseAnswer({ which }) {
      const sent = pull(which);
      if (!sent) return;
      serve(sent);
      feed({ type: 'unanswered', commandId: sent.save.commandId });
    },
    retry: () => feed({ type: 'retry' }),
    reload() {
      wire = [];
      queue = emptyQueue();
      for (const [cell, { version: at }] of server) shown.set(cell, at);
      feed({ type: 'restored', saves: [...disk.values()], drafts: {} });
    },
    other({ cell = 'a', points = 0 }) {
      version += 1;
      server.set(cell, { version, points, by: 'other' });
    },
    choose: ({ cell = 'a', which = 0 }) => choose(cell, which % 2 === 0 ? 'mine' : 'theirs'),
  };
  return {
    take: (event: Event) => doers[event.do]?.(event),
    settle() {
      for (let round = 0; round < 500 && countsOf(queue).unsaved > 0; round++) {
        feed({ type: 'retry' });
        answer(pull());
        for (const cell of ['a', 'b', 'c']) choose(cell, 'mine');
      }
    },
    queue: () => queue,
    kept: () => [...disk.keys()],
    stored: (cell: string) => log.filter((one) => one.cell === cell).map(({ id }) => id),
    intended: (cell: string) => typedIds.filter((one) => one.cell === cell).map(({ id }) => id),
    overwrittenUnseen: () => overwritten,
  };
}
