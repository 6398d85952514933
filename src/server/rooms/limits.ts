/** What one machine and one student may use. Each limit has a clear refusal. All can be configured. */
export type RoomLimits = {
  /** Commands a second that one actor may send on average. `commandBurst`: at once. */
  commandsPerSecond: number;
  commandBurst: number;
  /** Commands waiting in one room. */
  queueLength: number;
  /** Processes of one machine. Its kernel answers EAGAIN when one user has half of them; the room refuses above all of them. */
  processes: number;
  vmas: number;
  ticksPerSecond: number;
  /** Ticks that one `tick N` may ask for. */
  ticksPerCommand: number;
  /** The same on a machine on which nothing acts at ticks. */
  idleTicksPerCommand: number;
  /** Lines in a loop that `run` starts. */
  scriptLines: number;
  /** One entry as JSON, in bytes. */
  entryBytes: number;
  /** Facts of one entry. A command that causes more is stopped as soon as it passes this number. */
  entryFacts: number;
  /** A snapshot is saved every this many entries. */
  snapshotEvery: number;
  /** A joining screen that is further behind gets a snapshot instead of entries. */
  mostCatchUpEntries: number;
  /** A room leaves memory after this time without commands, readers or ticks. */
  idleMs: number;
  /** A clock stops after this time without a command from a person, and goes on with the next one. */
  restMs: number;
  /** How long a process may tick a machine without renewing its lease. */
  leaseMs: number;
  /** How often a command is decided again when other processes append to the same machine. */
  conflictRetries: number;
};

export const DEFAULT_LIMITS: RoomLimits = {
  commandsPerSecond: 10,
  commandBurst: 30,
  queueLength: 1000,
  processes: 512,
  vmas: 8192,
  ticksPerSecond: 20,
  ticksPerCommand: 100,
  idleTicksPerCommand: 100_000,
  scriptLines: 50,
  entryBytes: 1024 * 1024,
  entryFacts: 2000,
  snapshotEvery: 200,
  mostCatchUpEntries: 2000,
  idleMs: 5 * 60_000,
  restMs: 10 * 60_000,
  leaseMs: 5000,
  conflictRetries: 20,
};
