import type { MachineSpec } from '@overcommit/engine';
import { createStore, type Store } from '../../machine/live/store.ts';
import { createReplayLink, type ReplayLink, startWorker } from '../../replay/worker/client.ts';
import type { Moment } from '../../replay/worker/messages.ts';

export type DeskLog = { url: string; spec: MachineSpec; total: number };
type History = Parameters<Parameters<typeof createReplayLink>[1]['onReady']>[0]['history'];
export type ReplayState =
  | { phase: 'loading'; done: number }
  | { phase: 'ready'; last: number; history: History; moment: Moment | null }
  | { phase: 'failed'; message: string };
export type OpenReplay = { store: Store<{ state: ReplayState }>; goTo: (seq: number) => void };
export type ReplayPool = {
  /** The replay of a log; it is read once, and kept while it is among the last few. */
  open: (log: DeskLog) => OpenReplay;
  close: () => void;
};

/** The row on screen, the next one, and the one before. */
const MOST = 3;

/** Replays that are read beside the screen, so that the next row's machine is there when its turn comes. */
export function createReplayPool(start: typeof startWorker = startWorker): ReplayPool {
  const kept = new Map<string, OpenReplay & { link: ReplayLink }>();
  return {
    open(log) {
      const known = kept.get(log.url);
      if (known) {
        kept.delete(log.url);
        kept.set(log.url, known);
        return known;
      }
      const made = read(log, start);
      kept.set(log.url, made);
      const [oldest] = kept;
      if (kept.size > MOST && oldest) {
        oldest[1].link.close();
        kept.delete(oldest[0]);
      }
      return made;
    },
    close() {
      for (const { link } of kept.values()) link.close();
      kept.clear();
    },
  };
}

function read(log: DeskLog, start: typeof startWorker): OpenReplay & { link: ReplayLink } {
  const store = createStore<{ state: ReplayState }>({ state: { phase: 'loading', done: 0 } });
  const set = (state: ReplayState) => store.change({ state });
  let wanted: number | null = null;
  const link = createReplayLink(start(), {
    onProgress: (done) => set({ phase: 'loading', done }),
    onReady: ({ last, history }) => {
      set({ phase: 'ready', last, history, moment: null });
      link.goTo(wanted ?? last);
    },
    onMoment: (moment) => {
      const { state } = store.get();
      if (state.phase === 'ready') set({ ...state, moment });
    },
    onDigest: () => {},
    onScript: () => {},
    onReport: () => {},
    onRiver: () => undefined,
    onKernels: () => {},
    onFailed: (message) => set({ phase: 'failed', message }),
  });
  link.load(log);
  return {
    store,
    link,
    goTo(seq) {
      wanted = seq;
      if (store.get().state.phase === 'ready') link.goTo(seq);
    },
  };
}
