import { randomUUID } from 'node:crypto';
import type { Apply, Peers, Wire } from './types.ts';

/** How often a process says that it lives. */
const BEAT_MS = 2000;
/** A process that says nothing for this long is gone, with its rows. */
const SILENT_MS = 8000;

type Rows = Record<string, [key: string, row: unknown][]>;
type Message =
  | { kind: 'topic'; name: string; body: unknown }
  | { kind: 'row'; name: string; key: string; row: unknown }
  /** All rows of the sender; with `asks` the others answer with theirs. */
  | { kind: 'rows'; rows: Rows; asks: boolean }
  | { kind: 'beat' }
  | { kind: 'bye' };
type Sent = Message & { from: string };

type Peer = { heardMs: number; tables: Map<string, Map<string, unknown>> };
type Options = { id?: string; nowMs?: () => number };

/** The other processes over a wire; without one there are none. */
export function createPeers(
  wire: Wire | null,
  { id = randomUUID(), nowMs = () => performance.now() }: Options = {},
): Peers {
  const topics = new Map<string, (body: never) => void>();
  const tables: Tables = new Map();
  const known = createKnown(tables);
  const send = (message: Message): void => {
    if (wire?.isUp()) wire.send(JSON.stringify({ ...message, from: id }));
  };

  function sendRows(asks: boolean): void {
    const rows = Object.fromEntries([...tables].map(([name, { own }]) => [name, [...own]]));
    send({ kind: 'rows', rows, asks });
  }

  function take(message: Sent): void {
    const { from } = message;
    if (from === id) return;
    if (message.kind === 'bye') {
      known.forget(from);
      return;
    }
    const isNew = known.hear(from, nowMs());
    if (message.kind === 'rows') {
      known.replace(from, message.rows);
      if (message.asks) sendRows(false);
    } else if (isNew) sendRows(true);
    if (message.kind === 'row') known.set(from, message.name, message);
    if (message.kind === 'topic') topics.get(message.name)?.(message.body as never);
  }

  function beat(): void {
    send({ kind: 'beat' });
    known.forgetSilent(nowMs() - SILENT_MS);
  }

  wire?.onText((text) => take(JSON.parse(text) as Sent));
  wire?.onUp((isUp) => isUp && sendRows(true));
  const beating = wire && setInterval(beat, BEAT_MS);
  beating?.unref();

  return {
    id,
    isAlone: wire === null,
    count: () => known.count() + 1,
    isReached: () => wire?.isUp() ?? true,
    onReached: (listener) => wire?.onUp(listener),
    topic(name, take) {
      topics.set(name, take);
      return (body) => send({ kind: 'topic', name, body });
    },
    table: createTable({ id, tables, send }),
    async close() {
      if (beating) clearInterval(beating);
      send({ kind: 'bye' });
      await wire?.close();
    },
  };
}

type Tables = Map<string, { own: Map<string, unknown>; apply: Apply<never> }>;
type TablePorts = { id: string; tables: Tables; send: (message: Message) => void };

function createTable({ id, tables, send }: TablePorts): Peers['table'] {
  return (name, apply) => {
    const own = new Map<string, unknown>();
    tables.set(name, { own, apply });
    return (key, row) => {
      if (row === null) own.delete(key);
      else own.set(key, row);
      apply(key, row, id);
      send({ kind: 'row', name, key, row });
    };
  };
}

/** The processes heard of, with the rows that each of them has. */
function createKnown(tables: Tables) {
  const peers = new Map<string, Peer>();

  function set(from: string, name: string, { key, row }: { key: string; row: unknown }): void {
    const peer = peers.get(from);
    const rows = peer?.tables.get(name) ?? new Map<string, unknown>();
    if (row === null) rows.delete(key);
    else rows.set(key, row);
    peer?.tables.set(name, rows);
    tables.get(name)?.apply(key, row as never, from);
  }

  /** Makes what is known of a process what it says: rows may have been missed. */
  function replace(from: string, all: Rows): void {
    for (const [name, rows] of peers.get(from)?.tables ?? []) {
      const kept = new Set((all[name] ?? []).map(([key]) => key));
      for (const key of [...rows.keys()]) if (!kept.has(key)) set(from, name, { key, row: null });
    }
    for (const [name, rows] of Object.entries(all)) for (const [key, row] of rows) set(from, name, { key, row });
  }

  function forget(from: string): void {
    replace(from, {});
    peers.delete(from);
  }

  return {
    count: () => peers.size,
    /** Whether it is new. */
    hear(from: string, heardMs: number): boolean {
      const peer = peers.get(from);
      peers.set(from, { heardMs, tables: peer?.tables ?? new Map() });
      return peer === undefined;
    },
    set,
    replace,
    forget,
    forgetSilent(sinceMs: number): void {
      for (const [from, { heardMs }] of peers) if (heardMs <= sinceMs) forget(from);
    },
  };
}
