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
  let lastOrder = 0;
  let cancelRetry = () => {};

  /** Increases even where the clock does not. */
  function order(): number {
    lastOrder = Math.max(lastOrder + 1, ports.nowMs());
    return lastOrder;
  }
  function take(input: QueueInput): void {
    const step = stepQueue(state.get().queue, input);
    state.change({ queue: step.state });
    for (const effect of step.effects) carryOut(effect);
  }
  const retry = () => {
    if (isOpen) take({ type: 'retry' });
  };
  const onShelf = (kept: Promise<void>) => void kept.catch(() => state.change({ isKept: false }));

  function carryOut(effect: QueueEffect): void {
    if (effect.type === 'send') void send(effect.save, effect.expectedVersion);
    else if (effect.type === 'stored') ports.onStored(effect.save, effect.version);
    else if (effect.type === 'keep') onShelf(ports.shelf.keepSave(effect.save));
    else if (effect.type === 'forget') onShelf(ports.shelf.forgetSave(effect.commandId));
    else if (effect.type === 'keepDraft') onShelf(ports.shelf.keepDraft(effect.key, effect.draft));
    else onShelf(ports.shelf.forgetDraft(effect.key));
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
    draft: (at, draft) => take({ type: 'drafted', at, draft }),
    save: ({ rowId, itemId }, change, shown) =>
      take({ type: 'typed', save: { rowId, itemId, commandId: ports.newId(), order: order(), change }, shown }),
    undo(shownVersion) {
      const last = state.get().queue.undo.at(-1);
      if (!last) return null;
      take({ type: 'undone', commandId: ports.newId(), order: order(), shownVersion: shownVersion(last.at) });
      return last.at;
    },
    choose: (at, whose) => take({ type: 'chosen', at, whose }),
    retryNow: retry,
    open: () => void open(),
    close() {
      isOpen = false;
      cancelRetry();
    },
  };
}
