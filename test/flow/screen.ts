import { applyEntry, boot, deserialise, digest, type Machine, type MachineSpec } from '@overcommit/engine';
import {
  type CatchUp,
  type CatchUpEffect,
  type CatchUpInput,
  type ClientToServer,
  type JoinAnswer,
  type PresentPerson,
  type SeenEntry,
  type ServerToClient,
  startCatchUp,
  stepCatchUp,
} from '@overcommit/protocol';
import { io, type Socket } from 'socket.io-client';
import { soon } from '../fixtures/soon.ts';

export type ScreenSocket = Socket<ServerToClient, ClientToServer>;

/** What a person's browser does with a machine, without the drawing: it folds what the server sends. */
export type Screen = {
  socket: ScreenSocket;
  seq(): number;
  digest(): string;
  state(): CatchUp;
  effects: CatchUpEffect[];
  people(): PresentPerson[];
  gone: string[];
  /** Until it has folded entry `seq`. */
  reaches(seq: number): Promise<void>;
  close(): void;
};

/** `cookie`: as the browser of a logged-in person; without it that of the live half alone. */
export type ScreenOptions = { url: string; person: string; machineId: string; spec: MachineSpec; cookie?: string };

export function openSocket(url: string, person: string, cookie = `person=${person}`): ScreenSocket {
  return io(url, {
    transports: ['websocket'],
    extraHeaders: { cookie },
    reconnectionDelay: 20,
    reconnectionDelayMax: 50,
    forceNew: true,
  });
}

export function openScreen({ url, person, machineId, spec, cookie }: ScreenOptions): Screen {
  const socket = openSocket(url, person, cookie);
  let machine: Machine = boot(spec);
  let fetched: Machine | null = null;
  let state = startCatchUp();
  let people: PresentPerson[] = [];
  const effects: CatchUpEffect[] = [];
  const gone: string[] = [];

  function feed(input: CatchUpInput): void {
    const step = stepCatchUp(state, input);
    state = step.state;
    for (const effect of step.effects) {
      effects.push(effect);
      carryOut(effect).catch(() => feed({ type: 'failed' }));
    }
  }

  async function carryOut(effect: CatchUpEffect): Promise<void> {
    if (effect.type === 'ask') {
      const answer: JoinAnswer = await socket
        .timeout(15_000)
        .emitWithAck('machine:join', { machineId, afterSeq: effect.afterSeq, protocol: 1 });
      feed({ type: 'answer', answer });
    } else if (effect.type === 'fold') {
      for (const entry of effect.entries) if (!('isHidden' in entry)) applyEntry(machine, entry);
    } else if (effect.type === 'reset') {
      machine = effect.seq === 0 ? boot(spec) : (fetched ?? machine);
    } else if (effect.type === 'fetch') {
      await fetchParts(effect);
    }
  }

  async function fetchParts({ what, seq, parts }: CatchUpEffect & { type: 'fetch' }): Promise<void> {
    let text = '';
    for (let part = 0; part < parts; part++) {
      const answer = await socket.timeout(15_000).emitWithAck('machine:part', { machineId, what, seq, part });
      if (!answer.ok) throw new Error(answer.message);
      text += answer.text;
    }
    if (what === 'snapshot') fetched = deserialise(text);
    feed(
      what === 'snapshot'
        ? { type: 'snapshotFetched', seq }
        : { type: 'entryFetched', entry: JSON.parse(text) as SeenEntry },
    );
  }

  socket.on('connect', () => feed({ type: 'connected' }));
  socket.on('disconnect', () => feed({ type: 'disconnected' }));
  socket.on('machine:entry', ({ entry }) => feed({ type: 'entry', entry }));
  socket.on('presence:list', (list) => {
    people = list.people;
  });
  socket.on('machine:gone', ({ reason }) => {
    gone.push(reason);
    feed({ type: 'gone' });
  });

  return {
    socket,
    effects,
    gone,
    seq: () => machine.seq,
    digest: () => digest(machine),
    state: () => state,
    people: () => people,
    reaches: (seq) =>
      soon(() => {
        if (machine.seq < seq) throw new Error(`at ${machine.seq} of ${seq}, ${state.phase}`);
      }),
    close: () => void socket.close(),
  };
}
