import { createStore, type Store } from '../../machine/live/store.ts';
import {
  type Answer,
  type CellAt,
  type Change,
  type Draft,
  emptyQueue,
  type Grade,
  type QueueEffect,
  type QueueInput,
  type Save,
  type SaveQueue,
  stepQueue,
} from './saveQueue.ts';
import type { Shelf } from './shelf.ts';

export type SaverState = {
  queue: SaveQueue;
  /** False: this browser cannot keep anything, so an unsaved grade lives in this page only. */
  isKept: boolean;
  /** Why nothing is sent at the moment; null = all is well. */
  trouble: string | null;
};
export type SaverPorts = {
  shelf: Shelf;
  /** One try. @throws if no answer came. */
  post: (save: Save, expectedVersion: number) => Promise<Answer>;
  explain: (error: unknown) => string;
  newId: () => string;
  nowMs: () => number;
  /** Calls back later; returns what cancels it. */
  later: (run: () => void) => () => void;
  /** The server has it. */
  onStored: (save: Save, version: number) => void;
};
type Shown = { version: number; grade: Grade };
export type Saver = {
  state: Pick<Store<SaverState>, 'get' | 'subscribe'>;
  draft: (at: CellAt, draft: Draft | null) => void;
  save: (at: CellAt, change: Change, shown: Shown) => void;
  /** Puts the cell of the last save back as it was. `shownVersion`: the version of a cell on screen. */
  undo: (shownVersion: (at: CellAt) => number) => CellAt | null;
  choose: (at: CellAt, whose: 'mine' | 'theirs') => void;
  retryNow: () => void;
  /** Begins to send, once what an earlier visit left is read. After `close` it goes on. */
  open: () => void;
  close: () => void;
};

/** Runs the save queue: sends, keeps and forgets what `stepQueue` says. Nothing is sent before the shelf was read. */
export function createSaver(ports: SaverPorts): Saver {
  const state = createStore<SaverState>({ queue: { ...emptyQueue(), isWaiting: true }, isKept: true, trouble: null });
  let isOpen = false;
  let cancelRetry = () => {};

  function take(input: QueueInput): void {
    const step = stepQueue(state.get().queue, input);
    state.change({ queue: step.state });
    for (const effect of step.effects) carryOut(effect);
  }
  const retry = () => {
    if (isOpen) take({ type: 'retry' });
  };
  function carryOut(effect: QueueEffect): void {
    if (effect.type === 'send') void send(effect.save, effect.expectedVersion);
    else if (effect.type === 'stored') ports.onStored(effect.save, effect.version);
    else void onShelf(ports.shelf, effect).catch(() => state.change({ isKept: false }));
  }
  async function send(save: Save, expectedVersion: number): Promise<void> {
    const { commandId } = save;
    try {
      const answer = await ports.post(save, expectedVersion);
      state.change({ trouble: null });
      take({ type: 'answered', commandId, answer });
    } catch (error) {
      state.change({ trouble: ports.explain(error) });
      take({ type: 'unanswered', commandId });
      cancelRetry();
      cancelRetry = ports.later(retry);
    }
  }
  async function open(): Promise<void> {
    isOpen = true;
    try {
      take({ type: 'restored', ...(await ports.shelf.load()) });
    } catch {
      state.change({ isKept: false });
    }
    retry();
  }
  return {
    state,
    ...typing(ports, { take, lastUndo: () => state.get().queue.undo.at(-1)?.at ?? null }),
    retryNow: retry,
    open: () => void open(),
    close() {
      isOpen = false;
      cancelRetry();
    },
  };
}

type Kept = Exclude<QueueEffect, { type: 'send' | 'stored' }>;

function onShelf(shelf: Shelf, effect: Kept): Promise<void> {
  if (effect.type === 'keep') return shelf.keepSave(effect.save);
  if (effect.type === 'forget') return shelf.forgetSave(effect.commandId);
  return effect.type === 'keepDraft' ? shelf.keepDraft(effect.key, effect.draft) : shelf.forgetDraft(effect.key);
}

type Typing = { take: (input: QueueInput) => void; lastUndo: () => CellAt | null };

/** What a grader does, as inputs of the queue. */
function typing({ newId, nowMs }: SaverPorts, { take, lastUndo }: Typing) {
  let lastOrder = 0;
  /** Increases even where the clock does not. */
  function order(): number {
    lastOrder = Math.max(lastOrder + 1, nowMs());
    return lastOrder;
  }
  return {
    draft: (at: CellAt, draft: Draft | null) => take({ type: 'drafted', at, draft }),
    save: ({ rowId, itemId }: CellAt, change: Change, shown: Shown) =>
      take({ type: 'typed', save: { rowId, itemId, commandId: newId(), order: order(), change }, shown }),
    undo(shownVersion: (at: CellAt) => number): CellAt | null {
      const last = lastUndo();
      if (last) take({ type: 'undone', commandId: newId(), order: order(), shownVersion: shownVersion(last) });
      return last;
    },
    choose: (at: CellAt, whose: 'mine' | 'theirs') => take({ type: 'chosen', at, whose }),
  };
}
