import type { Command, MachineSpec, SeatRole } from '@overcommit/engine';
import type { EventStore } from '@overcommit/event-store';
import type { LogHeader, SubmitResult, WireEntry } from '@overcommit/protocol';
import type { RoomLimits } from './limits.ts';
import type { Host } from './machines/host.ts';
import type { ReadAnswer, ReadArgs, ReadName } from './machines/reads.ts';

/** A new machine that begins with the first `atSeq` entries of another one. */
export type Branch = { machineId: string; from: string; atSeq: number };

/** What rooms need from outside. All but the store have defaults. */
export type RoomsOptions = {
  store: EventStore;
  limits?: Partial<RoomLimits>;
  /** Who ticks a machine; without it this process always does. */
  leases?: Leases;
  /** Time, so that tests can replace it. */
  time?: RoomTime;
  log?: RoomLog;
  /** Where machines are kept in memory; without it in this thread. */
  host?: (limits: RoomLimits) => Host;
};

/** A lease has one holder at a time, until it is released or not renewed in time. */
export type Leases = {
  /** Takes or renews; false while another holder has it. */
  acquire(name: string, ttlMs: number): Promise<boolean>;
  release(name: string): Promise<void>;
};

export type RoomTime = {
  nowMs(): number;
  /** Runs `action` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, action: () => void): () => void;
};

export type RoomLog = {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
};

export type CommandInput = {
  machineId: string;
  commandId: string;
  /** The newest entry that the sender had seen. It never decides anything. */
  seenSeq?: number;
  /** Staff do what only an owner may do; the entry says so with a fact. Never part of what a person sends. */
  isOverride?: true;
} & ({ line: string; command?: never } | { command: Command; line?: never });

export type SeatRequest = { actor: string; uid: number; role: SeatRole };
export type ClockRequest = {
  action: 'pause' | 'resume' | 'speed';
  /** With `speed`: 0 < n ≤ the limit. */
  ticksPerSecond?: number;
  commandId: string;
};

/** How a reader that has folded up to some number goes on. */
export type CatchUpPage =
  | { kind: 'upToDate'; seq: number }
  | { kind: 'entries'; seq: number; entries: WireEntry[] }
  /** The reader is too far behind, or ahead of the log. It starts from the snapshot at `snapshotSeq` (0 = boot). */
  | { kind: 'resync'; seq: number; snapshotSeq: number; entries: WireEntry[] };

export type EntryListener = (machineId: string, entry: WireEntry) => void;

/**
 * The machines this process serves. Every method throws `AppError` (`NOT_FOUND` for an unknown machine); what is wrong
 * with a command itself is a rejection in the answer.
 */
export type Rooms = {
  /**
   * Makes a machine's stream; again with the same spec changes nothing. The spec that counts is the one in `header`:
   * the number of processes is bounded there. The first entry comes with the first seat.
   */
  create(machine: { machineId: string; spec: MachineSpec }): Promise<void>;
  /** Carries out one line (or a parsed command) as `actor`. When the answer comes, its entry is stored. */
  dispatch(input: CommandInput, actor: string): Promise<SubmitResult>;
  /** Gives an actor a seat, as `system`. The same seat again changes nothing. */
  takeSeat(machineId: string, seat: SeatRequest): Promise<{ seq: number }>;
  /** Pause, resume or speed of the tick clock, as `actor` (staff; the engine rejects others). */
  setClock(machineId: string, request: ClockRequest, actor: string): Promise<SubmitResult>;
  /** Reads the machine at the log's last entry, between two commands. What can be asked: `machines/reads.ts`. */
  read<N extends ReadName>(machineId: string, name: N, ...args: ReadArgs<N>): Promise<ReadAnswer<N>>;
  /** For joining screens. */
  catchUp(machineId: string, afterSeq: number): Promise<CatchUpPage>;
  /** The log's first line: what the machine is. It never changes. */
  header(machineId: string): Promise<LogHeader>;
  /** A page of the log as stored, for replay and export: hashes hold. `limit` ≤ 500. */
  page(
    machineId: string,
    afterSeq: number,
    limit: number,
  ): Promise<{ header: LogHeader; entries: WireEntry[]; lastSeq: number }>;
  /** One entry, or null. */
  entry(machineId: string, seq: number): Promise<WireEntry | null>;
  /** The stored snapshot at exactly `seq`, as text for `deserialise`; null if it does not exist or was deleted. */
  snapshotText(machineId: string, seq: number): Promise<string | null>;
  /** The newest stored snapshot at or before `seq`, to fold on from; null: fold from boot. */
  snapshotUpTo(machineId: string, seq: number): Promise<{ seq: number; text: string } | null>;
  /** A new machine that begins with the first `atSeq` entries of another. */
  branch(branch: Branch): Promise<void>;
  /** The end line of an export. Ask for it first, then write the entries up to its `seq`, which is at most `untilSeq`. */
  end(machineId: string, untilSeq?: number | null): Promise<{ seq: number; hash: string; digest: string }>;
  /** The listener gets every entry that this process stores, in order for each machine. The returned function removes it. */
  onEntry(listener: EntryListener): () => void;
  /** Another process stored entry `seq`: what is in memory here is folded up to it before it is used again. */
  storedElsewhere(machineId: string, seq: number, about: { isByPerson: boolean }): void;
  /** The listener is told of machines to which another process added entries. The returned function removes it. */
  onStoredElsewhere(listener: (machineId: string) => void): () => void;
  /** Someone looks at the machine: its room stays in memory and its clock goes on. */
  keepAwake(machineId: string): void;
  /** Rooms in memory, and the commands waiting in them. */
  load(): { rooms: number; waiting: number };
  /** Removes a room from memory. It can be loaded again from the log. */
  unload(machineId: string): Promise<void>;
  /** Lets what is queued finish, stops clocks, releases leases. */
  close(): Promise<void>;
};
