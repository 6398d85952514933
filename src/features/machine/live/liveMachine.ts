import type { FoldEntry } from '@overcommit/reading';
import { TRPCClientError } from '@trpc/client';
import type { Explainer } from '@/machineView/explainSource.ts';
import type { MachineInfo } from '@/machineView/machineInfo.ts';
import type { SendLine } from '@/machineView/outcome.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import type { useTRPCClient } from '@/trpc/client.tsx';
import { framePorts, newId, whenIdle } from '../../browserPorts.ts';
import { SOCKET } from '../../socket.ts';
import { createLink, type LinkState, type LiveLink } from './liveLink.ts';
import { createFold, type MachineFold } from './machineFold.ts';
import { createOutbox, type OutboxPorts } from './outbox.ts';
import { createStore } from './store.ts';

type Client = ReturnType<typeof useTRPCClient>;

/** The state of a live screen. `digest` is computed when the page is idle; `pending` counts own commands without an answer. */
export type Live = LinkState & {
  snapshot: Snapshot;
  digest: { seq: number; hex: string } | null;
  pending: number;
  /** The server answers that it can store nothing now, and why: own commands are sent again until it can. */
  outage: string | null;
};
export type LiveMachine = {
  subscribe: (listener: () => void) => () => void;
  get: () => Live;
  sendLine: SendLine;
  raiseHand: (isRaised: boolean) => void;
  /** Reads what this page holds, else asks the server. */
  explainer: Explainer;
  /** Connects; returns what disconnects. */
  open: () => () => void;
};

const SEND_MS = 15_000;
const RETRY_MS = 3_000;
const BACKFILL = 500;

const UNCONNECTED = {
  digest: null,
  pending: 0,
  outage: null,
  connection: 'connecting',
  message: null,
  present: [],
  note: null,
  isApart: false,
} satisfies Partial<Live>;

type Options = {
  info: MachineInfo;
  client: Client;
  /** What the log does not say about the machine may have changed. */
  onSeat: () => void;
};

/** Connects fold, link and outbox of one machine. Nothing runs until `open`. */
export function createLiveMachine({ info, client, onSeat }: Options): LiveMachine {
  const digests = createDigests((digest) => store.change({ digest }));
  const take = createLateTake();
  const fold = createFold({
    spec: info.spec,
    ports: framePorts,
    take: take.entry,
    onSeat,
    onChange: (snapshot) => {
      store.change({ snapshot });
      digests.begin(snapshot);
    },
  });
  const store = createStore<Live>({ ...UNCONNECTED, snapshot: fold.snapshot() });
  let link: LiveLink | null = null;
  const outbox = createOutbox({
    machineId: info.id,
    seenSeq: () => store.get().snapshot.seq,
    onChange: (pending) => store.change({ pending }),
    onUnanswered: (error) => store.change(afterNoAnswer(error, store.get())),
    onResult: (result) => {
      if (store.get().outage !== null) store.change({ outage: null });
      if (result.ok && result.entry) link?.offer(result.entry);
    },
    ports: outboxPorts(client),
  });
  const onState = (patch: Partial<LinkState>) => {
    if (patch.connection === 'live' && store.get().connection !== 'live') outbox.retryNow();
    // A note may say that the class goes on at another machine.
    if (patch.note) onSeat();
    store.change(patch);
  };
  const open = () => {
    let isClosed = false;
    // The first picture needs neither sockets nor the rules that explain a decision: both load later.
    void Promise.all([import('socket.io-client'), take.load()]).then(([{ io }]) => {
      if (isClosed) return;
      const socket = io(SOCKET);
      const onSnapshot = (seq: number) => void backfill(fold, { client, machineId: info.id, seq }).catch(() => {});
      link = createLink({ socket, machineId: info.id, fold, onState, onSnapshot });
    });
    return () => {
      isClosed = true;
      link?.close();
      link = null;
      digests.cancel();
      fold.close();
    };
  };
  return {
    subscribe: store.subscribe,
    get: store.get,
    sendLine: outbox.enqueue,
    raiseHand: (isRaised) => link?.raiseHand(isRaised),
    explainer: explainerOf(info, fold, client),
    open,
  };
}

/** `foldEntry` brings the kernels' rules that explain a decision. It loads with the connection, before the first entry. */
function createLateTake(): { entry: FoldEntry; load: () => Promise<void> } {
  let loaded: FoldEntry | null = null;
  return {
    entry: (...args) => {
      if (!loaded) throw new Error('an entry came before the connection was open');
      loaded(...args);
    },
    load: async () => {
      loaded = (await import('@overcommit/reading/foldEntry')).foldEntry;
    },
  };
}

/** Computes the digest of the newest snapshot while the page is idle. */
function createDigests(onDigest: (digest: { seq: number; hex: string }) => void) {
  let cancel = () => {};
  const begin = ({ machine }: Snapshot) => {
    cancel();
    let isStale = false;
    let cancelIdle = whenIdle(async () => {
      const { digestWhenIdle } = await import('./digest.ts');
      if (isStale) return;
      cancelIdle = digestWhenIdle(machine, onDigest, { whenIdle, now: framePorts.now });
    });
    cancel = () => {
      isStale = true;
      cancelIdle();
    };
  };
  return { begin, cancel: () => cancel() };
}

/** The server knows neither that a command was stored nor that it was not. */
const isAway = (error: unknown): boolean =>
  error instanceof TRPCClientError && error.data?.code === 'SERVICE_UNAVAILABLE';

/** What a screen shows once a command had no answer. */
function afterNoAnswer(error: unknown, { connection }: Live): Partial<Live> {
  if (isAway(error)) return { outage: (error as Error).message };
  return connection === 'live' ? { connection: 'lost' } : {};
}

const outboxPorts = (client: Client): OutboxPorts => ({
  post: (input) => client.machines.submit.mutate(input, { signal: AbortSignal.timeout(SEND_MS) }),
  isUnanswered: (error) => error instanceof TRPCClientError && (!error.data || isAway(error)),
  explain: (error) => (error instanceof Error ? error.message : 'Something went wrong here; try again.'),
  newId,
  later: (run) => {
    const timer = setTimeout(run, RETRY_MS);
    return () => clearTimeout(timer);
  },
});

/** Reads the entries before the snapshot at `seq`, and the questions to the class as they stood there. */
async function backfill(
  fold: MachineFold,
  { client, machineId, seq }: { client: Client; machineId: string; seq: number },
): Promise<void> {
  const afterSeq = Math.max(0, seq - BACKFILL);
  const [page, asked] = await Promise.all([
    client.log.page.query({ machineId, afterSeq, limit: Math.min(BACKFILL, seq) }),
    client.predictions.past.query({ machineId, atSeq: seq }),
  ]);
  fold.backfill(
    page.entries.filter((entry) => entry.seq <= seq),
    asked,
  );
}

const explainerOf = (info: MachineInfo, fold: MachineFold, client: Client): Explainer => ({
  key: info.id,
  load: async (seq, signal) => {
    const kill = fold.beforeKill(seq);
    const { readForExplaining, readLater } = await import('@/machineView/explainSource.ts');
    if (kill) {
      const later = await readLater(client, { machineId: info.id, seq }, signal);
      return { spec: info.spec, state: kill.state, entries: [kill.entry], later };
    }
    return readForExplaining(client, { machineId: info.id, seq }, signal);
  },
});
