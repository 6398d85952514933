import type { Machine } from '@overcommit/engine';
import type { Room } from './room.ts';
import type { Leases, RoomLog, RoomTime } from './types.ts';

export type TickClock = {
  /** To be called whenever the machine may have been started, paused or sped up. */
  check(): void;
  stop(): Promise<void>;
};

export type TickClockPorts = {
  machineId: string;
  room: Room;
  leases: Leases;
  time: RoomTime;
  leaseMs: number;
  log: RoomLog;
};

/**
 * Ticks a machine whose clock is running, as long as this process holds its lease. A tick is an entry like any other
 * (`tick:N` by `system`): two processes that both believe they hold the lease still make each tick once.
 */
export function createTickClock({ machineId, room, leases, time, leaseMs, log }: TickClockPorts): TickClock {
  let cancel: (() => void) | null = null;
  let leasedUntilMs = 0;
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();

  function schedule(delayMs: number): void {
    if (isStopped) return;
    cancel?.();
    cancel = time.after(delayMs, () => {
      cancel = null;
      running = beat().catch((err) => {
        log.warn({ machineId, err }, 'a tick failed');
        schedule(leaseMs);
      });
    });
  }

  async function beat(): Promise<void> {
    const startedMs = time.nowMs();
    const pace = await room.look(paceOf);
    if (pace === null || isStopped) return;
    if (!(await holdsLease())) return schedule(leaseMs);
    await room.submit({ command: { verb: 'tick', count: 1 }, commandId: `tick:${pace.tick + 1}`, actor: 'system' });
    schedule(Math.max(0, pace.everyMs - (time.nowMs() - startedMs)));
  }

  async function holdsLease(): Promise<boolean> {
    if (time.nowMs() < leasedUntilMs - leaseMs / 2) return true;
    const askedMs = time.nowMs();
    const isMine = await leases.acquire(machineId, leaseMs);
    leasedUntilMs = isMine ? askedMs + leaseMs : 0;
    return isMine;
  }

  async function start(): Promise<void> {
    const pace = await room.look(paceOf);
    if (pace && !cancel) schedule(pace.everyMs);
  }

  return {
    check() {
      if (isStopped || cancel) return;
      start().catch((err) => log.warn({ machineId, err }, 'the clock could not be started'));
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

/** How fast a machine ticks; null while it does not. */
function paceOf(machine: Machine): { tick: number; everyMs: number } | null {
  if (machine.isPaused || machine.panic !== null || machine.ticksPerSecond <= 0) return null;
  return { tick: machine.tick, everyMs: Math.round(1000 / machine.ticksPerSecond) };
}
