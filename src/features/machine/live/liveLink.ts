import {
  type CatchUpEffect,
  type CatchUpInput,
  type ClientToServer,
  type JoinAnswer,
  type PartAnswer,
  PROTOCOL_VERSION,
  type PresentPerson,
  type SeenEntry,
  type ServerToClient,
  startCatchUp,
  stepCatchUp,
} from '@overcommit/protocol';
import type { Socket } from 'socket.io-client';
import { fetchText } from './fetchText.ts';
import type { MachineFold } from './machineFold.ts';

export type Connection = 'connecting' | 'live' | 'lost' | 'stopped';
export type LinkState = {
  connection: Connection /** Why it stopped. */;
  message: string | null;
  present: PresentPerson[];
  /** The last thing that staff said to all who look. */
  note: Note | null;
};
/** `id` counts, so that the same words twice are two notes. */
export type Note = { id: number; from: string; text: string };
export type LiveLink = {
  /** An entry that came in the answer to an own command. */
  offer: (entry: SeenEntry) => void;
  raiseHand: (isRaised: boolean) => void;
  close: () => void;
};
type Wire = Socket<ServerToClient, ClientToServer>;

const ANSWER_MS = 15_000;
const PAUSE_MS = 1_000;
/** The server lets some dozens of requests a second through. */
const BREATH_MS = 200;

/** Joins the machine's room and keeps the fold caught up; all decisions are the protocol's `stepCatchUp`. */
export function createLink({
  socket,
  machineId,
  fold,
  onState,
  onSnapshot,
}: {
  socket: Wire;
  machineId: string;
  fold: MachineFold;
  onState: (patch: Partial<LinkState>) => void;
  /** The fold began anew at this entry. */
  onSnapshot: (seq: number) => void;
}): LiveLink {
  let state = startCatchUp(fold.head());
  let snapshotText: string | null = null;
  let isHandRaised = false;
  const showHand = () => socket.emit('presence:update', { machineId, presence: { isHandRaised } }, () => {});

  const take = (input: CatchUpInput) => {
    const step = stepCatchUp(state, input);
    state = step.state;
    for (const effect of step.effects) carryOut(effect);
    if (state.phase === 'live') onState({ connection: 'live' });
  };
  const failLater = () => setTimeout(() => take({ type: 'failed' }), PAUSE_MS);
  const ask = (afterSeq: number) => {
    socket
      .timeout(ANSWER_MS)
      .emit(
        'machine:join',
        { machineId, afterSeq, protocol: PROTOCOL_VERSION },
        (error: Error | null, answer: JoinAnswer) => {
          if (error) return void failLater();
          take({ type: 'answer', answer });
          // The server forgets a hand with the connection; whoever raised it has not lowered it.
          if (answer.ok && isHandRaised) showHand();
          // An answer that is no answer (the server is busy) leaves the phase as it was: ask again, not at once.
          if (state.phase === 'asking' && !answer.ok) failLater();
        },
      );
  };
  const part = (what: 'entry' | 'snapshot', seq: number, n: number) =>
    new Promise<PartAnswer>((resolve, reject) => {
      socket
        .timeout(ANSWER_MS)
        .emit('machine:part', { machineId, what, seq, part: n }, (error: Error | null, answer: PartAnswer) =>
          error ? reject(error) : resolve(answer),
        );
    });
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, BREATH_MS));
  const fetchParts = async ({ what, seq, parts }: { what: 'entry' | 'snapshot'; seq: number; parts: number }) => {
    try {
      const text = await fetchText(parts, { ask: (n) => part(what, seq, n), pause });
      if (text === null) return void failLater();
      if (what === 'entry') return take({ type: 'entryFetched', entry: JSON.parse(text) as SeenEntry });
      snapshotText = text;
      take({ type: 'snapshotFetched', seq });
    } catch {
      failLater();
    }
  };
  const carryOut = (effect: CatchUpEffect) => {
    if (effect.type === 'ask') ask(effect.afterSeq);
    else if (effect.type === 'fetch') void fetchParts(effect);
    else if (effect.type === 'fold') fold.push(effect.entries);
    else if (effect.type === 'stop') onState({ connection: 'stopped', message: effect.message });
    else {
      fold.reset(effect.seq === 0 ? null : snapshotText);
      snapshotText = null;
      if (effect.seq > 0) onSnapshot(effect.seq);
    }
  };

  socket.on('connect', () => take({ type: 'connected' }));
  socket.on('disconnect', () => {
    take({ type: 'disconnected' });
    onState({ connection: 'lost' });
  });
  socket.on('connect_error', () => onState({ connection: 'lost' }));
  socket.on(
    'machine:entry',
    (message) => message.machineId === machineId && take({ type: 'entry', entry: message.entry }),
  );
  socket.on('presence:list', (message) => message.machineId === machineId && onState({ present: message.people }));
  let notes = 0;
  socket.on('machine:note', ({ machineId: where, from, text }) => {
    notes += 1;
    if (where === machineId) onState({ note: { id: notes, from, text } });
  });
  socket.on('machine:gone', (message) => {
    if (message.machineId !== machineId) return;
    take({ type: 'gone' });
    onState({
      connection: 'stopped',
      message: message.reason === 'deleted' ? 'This machine was deleted.' : 'You were taken off this machine.',
    });
  });
  // The browser knows at once that it is offline; the socket would notice after half a minute.
  const goneOffline = () => onState({ connection: 'lost' });
  const backOnline = () => (socket.connected ? take({ type: 'failed' }) : socket.connect());
  window.addEventListener('offline', goneOffline);
  window.addEventListener('online', backOnline);
  return {
    offer: (entry) => take({ type: 'entry', entry }),
    raiseHand: (isRaised) => {
      isHandRaised = isRaised;
      showHand();
    },
    close: () => {
      window.removeEventListener('offline', goneOffline);
      window.removeEventListener('online', backOnline);
      socket.emit('machine:leave', { machineId }, () => {});
      socket.close();
    },
  };
}
