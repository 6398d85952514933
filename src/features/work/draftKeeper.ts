/** Keeps a text as it is typed: one save a pause, one request at a time, and a copy in the browser until it is stored. */

export type Theirs = { version: number; text: string; by: string };
export type DraftAnswer = { ok: true; version: number } | { ok: false; current: Theirs };
export type DraftRequest = { text: string; basedOn: number; commandId: string };

export type DraftState = {
  text: string;
  /** Version of the stored text that this one goes on from. */
  basedOn: number;
  /** `kept`: stored. `typing`, `sending`: on its way. `waiting`: the last request failed and is sent again. */
  status: 'kept' | 'typing' | 'sending' | 'waiting' | 'conflict';
  /** Another member's text, until one of both is chosen. */
  theirs: Theirs | null;
  /** Why it could not be stored. */
  why: string | null;
};

export type DraftPorts = {
  send(request: DraftRequest): Promise<DraftAnswer>;
  /** Runs `action` once after `ms`; the returned function cancels it. */
  after(ms: number, action: () => void): () => void;
  newId(): string;
  /** The copy in this browser; null removes it. */
  keep(copy: { text: string; basedOn: number } | null): void;
};

export type DraftKeeper = {
  state(): DraftState;
  subscribe(listener: () => void): () => void;
  type(text: string): void;
  /** Sends now what is not stored yet. */
  flush(): void;
  /** Ends a conflict with one of both texts. */
  choose(which: 'mine' | 'theirs'): void;
  /** What the server has, where it is newer and nothing was typed here. */
  arrived(stored: { text: string; version: number }): void;
  close(): void;
};

const PAUSE_MS = 800;
const RETRY_MS = [2000, 5000, 15_000, 30_000];

type Start = { stored: { text: string; version: number }; copy: { text: string; basedOn: number } | null };

/** A copy in the browser that was never stored is gone on with. */
function beginning({ stored, copy }: Start): DraftState {
  const isUnsaved = copy !== null && copy.text !== stored.text;
  return {
    text: isUnsaved ? copy.text : stored.text,
    basedOn: isUnsaved ? copy.basedOn : stored.version,
    status: isUnsaved ? 'typing' : 'kept',
    theirs: null,
    why: null,
  };
}

export function createDraftKeeper(ports: DraftPorts, start: Start): DraftKeeper {
  let state = beginning(start);
  let cancel: () => void = () => {};
  /** One id a text: a resend is the same request. */
  let request: DraftRequest | null = null;
  let isSending = false;
  let failures = 0;
  let isClosed = false;
  const listeners = new Set<() => void>();

  function set(change: Partial<DraftState>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  function later(ms: number): void {
    cancel();
    cancel = ports.after(ms, () => void send());
  }

  async function send(): Promise<void> {
    cancel();
    if (isSending || state.status === 'conflict' || state.status === 'kept') return;
    isSending = true;
    const { text, basedOn } = state;
    if (request?.text !== text || request.basedOn !== basedOn) request = { text, basedOn, commandId: ports.newId() };
    set({ status: 'sending' });
    try {
      answered(text, await ports.send(request));
      failures = 0;
    } catch (error) {
      failures += 1;
      set({ status: 'waiting', why: error instanceof Error ? error.message : null });
      if (!isClosed) later(RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] ?? 0);
    } finally {
      isSending = false;
    }
  }

  function answered(sent: string, answer: DraftAnswer): void {
    if (!answer.ok) {
      set({ status: 'conflict', theirs: answer.current, why: null });
      return;
    }
    const isAll = state.text === sent;
    set({ basedOn: answer.version, status: isAll ? 'kept' : 'typing', why: null });
    ports.keep(isAll ? null : { text: state.text, basedOn: answer.version });
    if (!isAll) later(PAUSE_MS);
  }

  if (state.status === 'typing') later(0);
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    type(text) {
      set({ text, status: state.status === 'conflict' ? 'conflict' : 'typing' });
      ports.keep({ text, basedOn: state.basedOn });
      if (state.status === 'typing') later(PAUSE_MS);
    },
    flush: () => void send(),
    choose(which) {
      const { theirs } = state;
      if (!theirs) return;
      const text = which === 'mine' ? state.text : theirs.text;
      set({ text, basedOn: theirs.version, theirs: null, status: which === 'mine' ? 'typing' : 'kept' });
      ports.keep(which === 'mine' ? { text, basedOn: theirs.version } : null);
      if (which === 'mine') later(0);
    },
    arrived({ text, version }) {
      if (state.status === 'kept' && version > state.basedOn) set({ text, basedOn: version });
    },
    close() {
      isClosed = true;
      void send();
      cancel();
    },
  };
}
