import type { Machine } from '@overcommit/engine';
import type { EventStore } from '@overcommit/event-store';
import type { LogHeader } from '@overcommit/protocol';
import { failed } from '../errors.ts';
import { foldMachine, foldTail, readHeader } from './fold.ts';
import type { Throttle } from './throttle.ts';
import type { RoomLog } from './types.ts';

/** One machine in memory, folded from its log. Every method throws AppError where the log cannot be read. */
export type Replica = {
  header(): Promise<LogHeader>;
  /** The machine as this process last left it. It is folded from the log if it is not in memory. */
  load(): Promise<Machine>;
  /** As `load`, and up to the log's last entry, whichever process wrote it. */
  loadLatest(): Promise<Machine>;
  /** Forgets the machine: it is ahead of the log, or its state is unknown. The next `load` folds it again. */
  discard(): void;
};

export type ReplicaPorts = { store: EventStore; throttle: Throttle; log: RoomLog };

export function createReplica(machineId: string, { store, throttle, log }: ReplicaPorts): Replica {
  let header: LogHeader | null = null;
  let machine: Machine | null = null;
  let wasLoaded = false;

  async function readOwnHeader(): Promise<LogHeader> {
    header ??= await readHeader(store, machineId);
    return header;
  }

  async function load(): Promise<Machine> {
    if (machine) return machine;
    const ownHeader = await readOwnHeader();
    try {
      const fold = () => foldMachine(store, machineId, ownHeader);
      // The first load is not throttled. Reloads are: a command that spoils the machine again and again would block others.
      machine = await (wasLoaded ? throttle.measureAsync(fold) : fold());
      wasLoaded = true;
      return machine;
    } catch (err) {
      log.error({ machineId, err }, 'a machine could not be read from its log');
      throw failed('This machine could not be read from its log. Nothing is lost; try again.');
    }
  }

  return {
    header: readOwnHeader,
    load,
    async loadLatest() {
      const behind = await load();
      // If the fold fails half-way, the next load starts again.
      machine = null;
      machine = await foldTail(store, machineId, behind);
      return machine;
    },
    discard() {
      machine = null;
    },
  };
}
