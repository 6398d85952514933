import type { EventStore } from '@overcommit/event-store';
import type { LogHeader } from '@overcommit/protocol';
import { AppError, away, failed } from '../errors.ts';
import { isOutage, outageSentence } from '../outage.ts';
import { foldTail, type Loaded, loadMachine, readHeader } from './fold.ts';
import type { Host } from './machines/host.ts';
import { MachineGone } from './machines/jobs.ts';
import type { Throttle } from './throttle.ts';
import type { RoomLog } from './types.ts';

/** One machine in its host's memory, folded from its log. Every method throws AppError where the log cannot be read. */
export type Replica = {
  header(): Promise<LogHeader>;
  /**
   * The machine's last entry that this process knows of. It is folded from the log if it is not in memory, and further if
   * another process was heard to have stored more.
   */
  load(): Promise<number>;
  /** As `load`, and up to the log's last entry, whichever process wrote it. */
  loadLatest(): Promise<number>;
  /** The machine in memory went on by one entry, which is stored. */
  advance(): void;
  /** Another process stored entry `seq`. */
  storedElsewhere(seq: number): void;
  /** Forgets the machine: it is ahead of the log, or its state is unknown. The next `load` folds it again. */
  discard(): void;
};

export type ReplicaPorts = { store: EventStore; host: Host; throttle: Throttle; log: RoomLog };

export function createReplica(machineId: string, { store, host, throttle, log }: ReplicaPorts): Replica {
  let header: LogHeader | null = null;
  let seq: number | null = null;
  let wasLoaded = false;
  let heardOf = 0;
  const about = { machineId, log };

  async function readOwnHeader(): Promise<LogHeader> {
    header ??= await readHeader(store, machineId);
    return header;
  }

  async function begin(): Promise<Loaded> {
    const ownHeader = await readOwnHeader();
    const loaded = await loadMachine({ store, host, log }, { key: machineId, header: ownHeader });
    // The first load is not throttled. Reloads are: a command that spoils the machine again and again would block others.
    if (wasLoaded) throttle.add(loaded.ms);
    wasLoaded = true;
    return loaded;
  }

  function beginIfGone(error: unknown): Promise<Loaded> {
    if (error instanceof MachineGone) return begin();
    throw error;
  }

  async function load(): Promise<number> {
    if (seq !== null && heardOf > seq) return goOn(seq);
    seq ??= await reading(begin, about);
    return seq;
  }

  async function goOn(behind: number): Promise<number> {
    // If the fold fails half-way, the next load starts again.
    seq = null;
    seq = await reading(() => foldTail({ store, host }, machineId, { seq: behind }).catch(beginIfGone), about);
    return seq;
  }

  return {
    header: readOwnHeader,
    load,
    loadLatest: async () => goOn(await load()),
    advance() {
      if (seq !== null) seq += 1;
    },
    storedElsewhere(newest) {
      heardOf = Math.max(heardOf, newest);
    },
    discard() {
      seq = null;
    },
  };
}

/** What a person is told if a log cannot be read. */
async function reading(
  read: () => Promise<Loaded>,
  { machineId, log }: { machineId: string; log: RoomLog },
): Promise<number> {
  try {
    return (await read()).seq;
  } catch (err) {
    if (err instanceof AppError) throw err;
    if (isOutage(err)) throw away(outageSentence(err));
    log.error({ machineId, err }, 'a machine could not be read from its log');
    throw failed('This machine could not be read from its log. Nothing is lost; try again.');
  }
}
