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
  connection: Connection;
  /** Why the connection stopped. */
  message: string | null;
  present: PresentPerson[];
  /** The last message from staff to everyone at the machine. */
  note: Note | null;
  /** The server does not hear the others of its service: changes of people there come late. */
  isApart: boolean;
};
/** `id` is a counter: the same text twice is two notes. */
export type Note = { id: number; from: string; text: string };
export type LiveLink = {
  /** An entry that came with the answer to an own command. */
  offer: (entry: SeenEntry) => void;
  raiseHand: (isRaised: boolean) => void;
  close: () => void;
};
type Wire = Socket<ServerToClient, ClientToServer>;

const ANSWER_MS = 15_000;
const PAUSE_MS = 1_000;
/** Rest between two parts: the server accepts some dozens of requests a second. */
const BREATH_MS = 200;

type Options = {
  socket: Wire;
  machineId: string;
  fold: MachineFold;
  onState: (patch: Partial<LinkState>) => void;
  /** The fold began again at this entry. */
  onSnapshot: (seq: number) => void;
};

/** Joins the machine's room and keeps the fold caught up. The protocol's `stepCatchUp` makes all decisions. */
export function createLink({ socket, machineId, fold, onState, onSnapshot }: Options): LiveLink {
  const requests = createRequests(socket, machineId);
  let state = startCatchUp(fold.head());
  let snapshotText: string | null = null;
  let isHandRaised = false;

  const take = (input: CatchUpInput) => {
    const step = stepCatchUp(state, input);
    state = step.state;
    for (const effect of step.effects) carryOut(effect);
    if (state.phase === 'live') onState({ connection: 'live' });
  };
  const failLater = () => void setTimeout(() => take({ type: 'failed' }), PAUSE_MS);
  const join = (afterSeq: number) =>
    requests.join(afterSeq, (answer) => {
      if (answer === null) return failLater();
      take({ type: 'answer', answer });
      // The server forgets a raised hand when the connection ends.
      if (answer.ok && isHandRaised) requests.showHand(true);
      // A busy server's answer leaves the phase as it was: ask again later.
      if (state.phase === 'asking' && !answer.ok) failLater();
    });
  const fetchParts = ({ what, seq, parts }: CatchUpEffect & { type: 'fetch' }) =>
    fetchText(parts, { ask: (n) => requests.part(what, seq, n), pause }).then((text) => {
      if (text === null) return failLater();
      if (what === 'entry') return take({ type: 'entryFetched', entry: JSON.parse(text) as SeenEntry });
      snapshotText = text;
      take({ type: 'snapshotFetched', seq });
    });
  const carryOut = (effect: CatchUpEffect) => {
    if (effect.type === 'ask') join(effect.afterSeq);
    else if (effect.type === 'fetch') fetchParts(effect).catch(failLater);
    else if (effect.type === 'fold') fold.push(effect.entries);
    else if (effect.type === 'stop') onState({ connection: 'stopped', message: effect.message });
    else {
      fold.reset(effect.seq === 0 ? null : snapshotText);
      snapshotText = null;
      if (effect.seq > 0) onSnapshot(effect.seq);
    }
  };
  listen(socket, { machineId, take, onState });
  const stopWatching = watchNetwork({
    onOffline: () => onState({ connection: 'lost' }),
    onOnline: () => void (socket.connected ? take({ type: 'failed' }) : socket.connect()),
  });
  return {
    offer: (entry) => take({ type: 'entry', entry }),
    raiseHand: (isRaised) => {
      isHandRaised = isRaised;
      requests.showHand(isRaised);
    },
    close: () => {
      stopWatching();
      requests.leave();
      socket.close();
    },
  };
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, BREATH_MS));

/** What a screen asks the server for. Without an answer in time `join` gives null and `part` rejects. */
function createRequests(socket: Wire, machineId: string) {
  return {
    // A callback, not a promise: the answer must be taken before the next event of the socket.
    join: (afterSeq: number, onAnswer: (answer: JoinAnswer | null) => void) =>
      void socket
        .timeout(ANSWER_MS)
        .emit(
          'machine:join',
          { machineId, afterSeq, protocol: PROTOCOL_VERSION },
          (error: Error | null, answer: JoinAnswer) => onAnswer(error ? null : answer),
        ),
    part: (what: 'entry' | 'snapshot', seq: number, n: number) =>
      new Promise<PartAnswer>((resolve, reject) => {
        socket
          .timeout(ANSWER_MS)
          .emit('machine:part', { machineId, what, seq, part: n }, (error: Error | null, answer: PartAnswer) =>
            error ? reject(error) : resolve(answer),
          );
      }),
    showHand: (isHandRaised: boolean) =>
      void socket.emit('presence:update', { machineId, presence: { isHandRaised } }, () => {}),
    leave: () => void socket.emit('machine:leave', { machineId }, () => {}),
  };
}

/** Passes on what the server sends about this machine. */
function listen(
  socket: Wire,
  { machineId, take, onState }: Pick<Options, 'machineId' | 'onState'> & { take: (input: CatchUpInput) => void },
): void {
  socket.on('connect', () => take({ type: 'connected' }));
  socket.on('disconnect', () => {
    take({ type: 'disconnected' });
    // The next server says for itself whether it hears the others.
    onState({ connection: 'lost', isApart: false });
  });
  socket.on('server:reach', ({ isReached }) => onState({ isApart: !isReached }));
  socket.on('connect_error', () => onState({ connection: 'lost' }));
  socket.on('machine:entry', (message) => {
    if (message.machineId === machineId) take({ type: 'entry', entry: message.entry });
  });
  socket.on('presence:list', (message) => {
    if (message.machineId === machineId) onState({ present: message.people });
  });
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
}

/** The browser knows at once that it is offline; the socket notices after half a minute. Returns what stops it. */
function watchNetwork({ onOffline, onOnline }: { onOffline: () => void; onOnline: () => void }): () => void {
  window.addEventListener('offline', onOffline);
  window.addEventListener('online', onOnline);
  return () => {
    window.removeEventListener('offline', onOffline);
    window.removeEventListener('online', onOnline);
  };
}
