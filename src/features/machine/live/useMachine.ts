'use client';
import { useQueryClient } from '@tanstack/react-query';
import { TRPCClientError } from '@trpc/client';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Explainer } from '@/machineView/explainSource.ts';
import type { MachineInfo } from '@/machineView/machineInfo.ts';
import type { TakeEntry } from '@/machineView/meaning/takeEntry.ts';
import type { Submit } from '@/machineView/outcome.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { useTRPC, useTRPCClient } from '@/trpc/client.tsx';
import { framePorts, newId, whenIdle } from '../../browserPorts.ts';
import { createLink, type LinkState, type LiveLink } from './liveLink.ts';
import { createFold } from './machineFold.ts';
import { createOutbox } from './outbox.ts';

type Client = ReturnType<typeof useTRPCClient>;

/** What a live screen is told: the moment, its digest once the page was idle, the state of the line. */
export type Live = LinkState & { snapshot: Snapshot; digest: { seq: number; hex: string } | null; pending: number };
export type LiveMachine = {
  subscribe: (listener: () => void) => () => void;
  get: () => Live;
  submit: Submit;
  raiseHand: (isRaised: boolean) => void;
  /** From what this page holds where it can, else from the server. */
  explainer: Explainer;
  open: () => () => void;
};

const SEND_MS = 15_000;
const RETRY_MS = 3_000;
const BACKFILL = 500;

/** Wires fold, line and outbox together; one for each machine that is looked at. Nothing runs until `open`. */
export function createLiveMachine({
  info,
  client,
  onSeat,
}: {
  info: MachineInfo;
  client: Client;
  onSeat: () => void;
}): LiveMachine {
  const listeners = new Set<() => void>();
  let link: LiveLink | null = null;
  let cancelDigest = () => {};
  const change = (patch: Partial<Live>) => {
    live = { ...live, ...patch };
    for (const listener of listeners) listener();
  };
  const digestLater = (snapshot: Snapshot) => {
    cancelDigest();
    let isStale = false;
    let cancelIdle = whenIdle(async () => {
      const { digestWhenIdle } = await import('./digest.ts');
      if (isStale) return;
      cancelIdle = digestWhenIdle(snapshot.machine, (digest) => change({ digest }), { whenIdle, now: framePorts.now });
    });
    cancelDigest = () => {
      isStale = true;
      cancelIdle();
    };
  };
  let loadedTake: TakeEntry | null = null;
  const take: TakeEntry = (...entry) => {
    if (!loadedTake) throw new Error('an entry came before the line was open');
    loadedTake(...entry);
  };
  const fold = createFold({
    spec: info.spec,
    ports: framePorts,
    take,
    onSeat,
    onChange: (snapshot) => {
      change({ snapshot });
      digestLater(snapshot);
    },
  });
  let live: Live = {
    snapshot: fold.snapshot(),
    digest: null,
    pending: 0,
    connection: 'connecting',
    message: null,
    present: [],
    note: null,
  };
  const outbox = createOutbox({
    machineId: info.id,
    seenSeq: () => live.snapshot.seq,
    onChange: (pending) => change({ pending }),
    onUnanswered: () => live.connection === 'live' && change({ connection: 'lost' }),
    onResult: (result) => result.ok && result.entry && link?.offer(result.entry),
    ports: {
      send: (input) => client.machines.submit.mutate(input, { signal: AbortSignal.timeout(SEND_MS) }),
      isUnanswered: (error) => error instanceof TRPCClientError && !error.data,
      explain: (error) => (error instanceof Error ? error.message : 'Something went wrong here; try again.'),
      newId,
      later: (run) => {
        const timer = setTimeout(run, RETRY_MS);
        return () => clearTimeout(timer);
      },
    },
  });
  const backfill = async (seq: number) => {
    const afterSeq = Math.max(0, seq - BACKFILL);
    const [page, asked] = await Promise.all([
      client.log.page.query({ machineId: info.id, afterSeq, limit: Math.min(BACKFILL, seq) }),
      client.predictions.past.query({ machineId: info.id, atSeq: seq }),
    ]);
    const entries = page.entries.filter((e) => e.seq <= seq);
    fold.backfill(entries, asked);
  };
  const explainer: Explainer = {
    key: info.id,
    load: async (seq, signal) => {
      const kill = fold.beforeKill(seq);
      if (kill) return { spec: info.spec, state: kill.state, entries: [kill.entry] };
      const { readForExplaining } = await import('@/machineView/explainSource.ts');
      return readForExplaining(client, { machineId: info.id, seq }, signal);
    },
  };
  const open = () => {
    let isClosed = false;
    // Sockets, and the kernels' rules that explain a decision, are not needed for the first picture: they come later.
    void Promise.all([import('socket.io-client'), import('@/machineView/meaning/takeEntry.ts')]).then(
      ([{ io }, { takeEntry }]) => {
        if (isClosed) return;
        loadedTake = takeEntry;
        link = createLink({
          socket: io({ path: '/socket.io' }),
          machineId: info.id,
          fold,
          onState: (patch) => {
            if (patch.connection === 'live' && live.connection !== 'live') outbox.retryNow();
            // It may be about what the log does not say: that the class goes on elsewhere.
            if (patch.note) onSeat();
            change(patch);
          },
          onSnapshot: (seq) => void backfill(seq).catch(() => {}),
        });
      },
    );
    return () => {
      isClosed = true;
      link?.close();
      link = null;
      cancelDigest();
      fold.close();
    };
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    get: () => live,
    submit: outbox.submit,
    raiseHand: (isRaised) => link?.raiseHand(isRaised),
    explainer,
    open,
  };
}

/** The live machine behind a screen. `info` comes from `useOpenMachine`. */
export function useMachine(info: MachineInfo): Live & Pick<LiveMachine, 'submit' | 'raiseHand' | 'explainer'> {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [machine] = useState(() =>
    createLiveMachine({
      info,
      client,
      onSeat: () => void queries.invalidateQueries(trpc.machines.get.queryFilter({ machineId: info.id })),
    }),
  );
  // The line is a resource outside React: open while the screen is there.
  useEffect(() => machine.open(), [machine]);
  const live = useSyncExternalStore(machine.subscribe, machine.get, machine.get);
  return useMemo(() => {
    const { submit, raiseHand, explainer } = machine;
    return { ...live, submit, raiseHand, explainer };
  }, [live, machine]);
}
