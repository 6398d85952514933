import type { Room } from './room.ts';
import type { Leases, RoomLog, RoomTime } from './types.ts';

export type TickClock = {
  /** Starts ticking if the machine's clock is running. Called when a screen joins a machine that was just loaded. */
  begin(): void;
  /** Called after each command from a person: the command keeps the clock from resting, and may have started it. */
  wake(): void;
  stop(): Promise<void>;
};

export type TickClockPorts = {
  machineId: string;
  room: Room;
  leases: Leases;
  time: RoomTime;
  /** As in the limits. */
  leaseMs: number;
  restMs: number;
  log: RoomLog;
};

/**
 * Ticks a machine whose clock is running, as long as this process holds its lease. A tick is an entry like any other
 * (`tick:N` by `system`), so two processes that both believe they hold the lease still make each tick once.
 */
export function createTickClock({ machineId, room, leases, time, leaseMs, restMs, log }: TickClockPorts): TickClock {
  let cancel: (() => void) | null = null;
  let leasedUntilMs = 0;
  let wokenAtMs = time.nowMs();
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();

  function schedule(delayMs: number): void {
    if (isStopped) return;
    cancel?.();
    cancel = time.after(delayMs, () => {
      cancel = null;
      running = beat().catch((err) => {
        if (isStopped) return;
        log.warn({ machineId, err }, 'a tick failed');
        schedule(leaseMs);
      });
    });
  }

  async function beat(): Promise<void> {
    const startedMs = time.nowMs();
    const pace = await room.read('pace');
    if (pace === null || startedMs - wokenAtMs >= restMs) return;
    if (!(await holdsLease())) return schedule(leaseMs);
    await room.enqueue({ command: { verb: 'tick', count: 1 }, commandId: `tick:${pace.tick + 1}`, actor: 'system' });
    schedule(Math.max(0, pace.everyMs - (time.nowMs() - startedMs)));
  }

  async function holdsLease(): Promise<boolean> {
    const nowMs = time.nowMs();
    if (nowMs < leasedUntilMs - leaseMs / 2) return true;
    const isMine = await leases.acquire(machineId, leaseMs);
    leasedUntilMs = isMine ? nowMs + leaseMs : 0;
    return isMine;
  }

  function begin(): void {
    if (isStopped || cancel) return;
    const begun = room.read('pace').then((pace) => {
      if (pace && !cancel) schedule(pace.everyMs);
    });
    begun.catch((err) => log.warn({ machineId, err }, 'the clock could not be started'));
  }

  return {
    begin,
    wake() {
      wokenAtMs = time.nowMs();
      begin();
    },
    async stop() {
      isStopped = true;
      cancel?.();
      cancel = null;
      await running;
      if (leasedUntilMs > 0) await leases.release(machineId).catch(() => undefined);
    },
  };
}
