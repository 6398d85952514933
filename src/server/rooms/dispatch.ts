import { type Command, parseLine, type Rejection } from '@overcommit/engine';
import type { EventStore } from '@overcommit/event-store';
import { LIMITS, type SubmitResult } from '@overcommit/protocol';
import type { RoomLimits } from './limits.ts';
import { over } from './quotas.ts';
import { createRateLimit } from './rateLimit.ts';
import type { RoomKeeper } from './roomKeeper.ts';
import type { CommandInput, RoomTime } from './types.ts';

export type Dispatch = (input: CommandInput, actor: string) => Promise<SubmitResult>;
export type DispatchPorts = { keeper: RoomKeeper; store: EventStore; limits: RoomLimits; time: RoomTime };

/** The way in for commands: parses the line, checks the sender's pace, and gives the command to the machine's room. */
export function createDispatch({ keeper, store, limits, time }: DispatchPorts): Dispatch {
  const rate = createRateLimit({ perSecond: limits.commandsPerSecond, burst: limits.commandBurst });
  const tooFast = over(
    `That was more than ${limits.commandsPerSecond} commands a second.`,
    'Wait a second, then go on.',
  );

  return async ({ machineId, commandId, ...input }, actor) => {
    const parsed = parse(input);
    if (!parsed.ok) return parsed;
    const { room, clock } = keeper.open(machineId);
    const isTooFast = actor !== 'system' && !rate.take(actor, time.nowMs());
    // A resend of a stored command does not count as one more.
    if (isTooFast && !(await store.findCommand(machineId, commandId))) return { ok: false, rejection: tooFast };
    const { isOverride } = input;
    const answer = await room.enqueue({ command: parsed.command, commandId, actor, isOverride });
    clock.wake();
    return answer;
  };
}

function parse({
  line,
  command,
}: Pick<CommandInput, 'line' | 'command'>): { ok: true; command: Command } | { ok: false; rejection: Rejection } {
  if (command) return { ok: true, command };
  const text = line ?? '';
  if (text.length <= LIMITS.lineLength) return parseLine(text);
  return {
    ok: false,
    rejection: { code: 'TOO_LARGE', message: `A line has at most ${LIMITS.lineLength} characters.` },
  };
}
