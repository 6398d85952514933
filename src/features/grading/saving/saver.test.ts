import { describe, expect, it } from 'vitest';
import { type Answer, countsOf, type Draft, type Grade, type Save } from './saveQueue.ts';
import { createSaver, type SaverPorts } from './saver.ts';
import type { Shelf } from './shelf.ts';

const CELL = { rowId: 'r1', itemId: 'why' };
const grade = (points: number): Grade => ({ points, note: '', remarks: [], level: null });
const SHOWN = { version: 0, grade: { points: null, note: '', remarks: [], level: null } };

function memoryShelf() {
  const saves = new Map<string, Save>();
  const drafts = new Map<string, Draft>();
  const shelf: Shelf = {
    load: async () => ({ saves: [...saves.values()], drafts: Object.fromEntries(drafts) }),
    keepSave: async (save) => void saves.set(save.commandId, save),
    forgetSave: async (commandId) => void saves.delete(commandId),
    keepDraft: async (key, draft) => void drafts.set(key, draft),
    forgetDraft: async (key) => void drafts.delete(key),
  };
  return { shelf, saves, drafts };
}

/** A saver whose requests are answered by hand. `idle` ends when all that can go on has gone on. */
function bench(shelf: Shelf, first = 1) {
  const sent: { save: Save; expectedVersion: number; answer: (answer: Answer) => void; lose: () => void }[] = [];
  let id = first;
  let retry = () => {};
  const ports: SaverPorts = {
    shelf,
    post: (save, expectedVersion) =>
      new Promise((answer, reject) => {
        sent.push({ save, expectedVersion, answer, lose: () => reject(new Error('no answer')) });
      }),
    explain: () => 'The connection is lost.',
    newId: () => String(id++),
    nowMs: () => 0,
    later: (run) => {
      retry = run;
      return () => {};
    },
    onStored: () => {},
  };
  const saver = createSaver(ports);
  saver.open();
  const idle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const typed = (points: number) => saver.save(CELL, { kind: 'grade', grade: grade(points) }, SHOWN);
  return { saver, sent, idle, typed, retryNow: () => retry(), counts: () => countsOf(saver.state.get().queue) };
}

describe('saving beside the grader', () => {
  it('typed while the connection is lost, reloaded, and stored in order after it is back', async () => {
    const { shelf, saves } = memoryShelf();
    const before = bench(shelf);
    await before.idle();
    for (const points of [100, 200, 300]) before.typed(points);
    before.sent[0]?.lose();
    await before.idle();
    expect(before.counts().unsaved).toBe(3);
    expect(before.saver.state.get().trouble).toBe('The connection is lost.');
    before.saver.close();

    const after = bench(shelf, 10);
    await after.idle();
    const answered: [string, number][] = [];
    for (let version = 1; after.counts().unsaved > 0; version++) {
      const next = after.sent.shift();
      if (!next) throw new Error('nothing was sent');
      answered.push([next.save.commandId, next.expectedVersion]);
      next.answer({ ok: true, version });
      await after.idle();
    }
    expect(answered).toEqual([
      ['1', 0],
      ['2', 1],
      ['3', 2],
    ]);
    expect(saves.size).toBe(0);
  });

  it('sends nothing before it knows what an earlier visit left', async () => {
    const { shelf } = memoryShelf();
    await shelf.keepSave({
      ...CELL,
      commandId: 'old',
      order: 1,
      change: { kind: 'grade', grade: grade(1) },
      basedOn: 0,
    });
    const { sent, idle, typed } = bench(shelf);
    typed(200);
    expect(sent).toEqual([]);
    await idle();
    expect(sent.map(({ save }) => save.commandId)).toEqual(['old']);
    sent[0]?.answer({ ok: true, version: 5 });
    await idle();
    expect(sent.map(({ save, expectedVersion }) => [save.commandId, expectedVersion])).toEqual([
      ['old', 0],
      ['1', 5],
    ]);
  });

  it('goes on without a shelf, and says that nothing is kept', async () => {
    const broken = async () => Promise.reject(new Error('no storage'));
    const shelf: Shelf = { load: broken, keepSave: broken, forgetSave: broken, keepDraft: broken, forgetDraft: broken };
    const { saver, sent, idle, typed } = bench(shelf);
    await idle();
    typed(200);
    expect(sent).toHaveLength(1);
    expect(saver.state.get().isKept).toBe(false);
  });

  it('tries again later, with the same command', async () => {
    const { shelf } = memoryShelf();
    const { sent, idle, typed, retryNow } = bench(shelf);
    await idle();
    typed(200);
    sent[0]?.lose();
    await idle();
    retryNow();
    expect(sent.map(({ save }) => save.commandId)).toEqual(['1', '1']);
  });
});
