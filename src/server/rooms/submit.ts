import { type Command, parseLine, type Rejection } from '@overcommit/engine';
import type { EventStore } from '@overcommit/event-store';
import { LIMITS, type SubmitResult } from '@overcommit/protocol';
import type { RoomLimits } from './limits.ts';
import { over } from './quotas.ts';
import { createRateLimit } from './rateLimit.ts';
import type { RoomKeeper } from './roomKeeper.ts';
import type { RoomSubmit, RoomTime } from './types.ts';

export type SubmitPorts = { keeper: RoomKeeper; store: EventStore; limits: RoomLimits; time: RoomTime };

/** The way in for people's commands: parse, not too many a second, then the machine's queue. */
export function createSubmit({
  keeper,
  store,
  limits,
  time,
}: SubmitPorts): (input: RoomSubmit, actor: string) => Promise<SubmitResult> {
  const rate = createRateLimit({ perSecond: limits.commandsPerSecond, burst: limits.commandBurst });
  const tooFast = over(
    `That was more than ${limits.commandsPerSecond} commands a second.`,
    'Wait a second, then go on.',
  );

  return async (input, actor) => {
    const parsed = parse(input);
    if (!parsed.ok) return parsed;
    const { room, clock } = keeper.open(input.machineId);
    const isTooFast = actor !== 'system' && !rate.take(actor, time.nowMs());
    // A resend of what is stored is not one command more.
    if (isTooFast && !(await store.findCommand(input.machineId, input.commandId)))
      return { ok: false, rejection: tooFast };
    const answer = await room.submit({ command: parsed.command, commandId: input.commandId, actor });
    clock.stir();
    return answer;
  };
}

function parse(input: RoomSubmit): { ok: true; command: Command } | { ok: false; rejection: Rejection } {
  if (input.command) return { ok: true, command: input.command };
  if (input.line.length <= LIMITS.lineLength) return parseLine(input.line);
  return {
    ok: false,
    rejection: { code: 'TOO_LARGE', message: `A line has at most ${LIMITS.lineLength} characters.` },
  };
}
