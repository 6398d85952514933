import { commandText, parseLine } from '@overcommit/engine';
import { blankLab } from '@overcommit/handbook/ownLab';
import type { SignedIn } from '../../context.ts';
import { badRequest } from '../../errors.ts';
import type { MachineAccess } from '../access.ts';
import { isTeacher } from '../access.ts';
import { makeOwnLab } from './index.ts';

/** Lines of a starting script. */
const MOST_LINES = 200;
const PAGE = 500;

/**
 * A lab whose starting script makes the machine as it was after an entry: the commands that worked, as lines of the
 * platform's. Processes then belong to nobody; ticks and questions are left out.
 */
export async function labOfMachine(
  ctx: SignedIn,
  { machineId, untilSeq }: MachineAccess,
  atSeq: number,
): Promise<{ labId: string }> {
  if (!(await isTeacher(ctx))) throw badRequest('Only instructors write labs.');
  const { rooms, db } = ctx.services;
  const { title } = await db.machine.findUniqueOrThrow({ where: { id: machineId }, select: { title: true } });
  const last = Math.min(atSeq, untilSeq ?? atSeq);
  const script: string[] = [];
  let after = 0;
  let spec = (await rooms.header(machineId)).machine.spec;
  while (after < last) {
    const { entries, header } = await rooms.page(machineId, after, PAGE);
    spec = header.machine.spec;
    if (entries.length === 0) break;
    for (const { seq, command } of entries) {
      after = seq;
      if (seq > last || command.verb === 'tick') continue;
      const line = commandText(command);
      if (parseLine(line).ok) script.push(line);
    }
  }
  if (script.length > MOST_LINES)
    throw badRequest(
      `Up to this entry ${script.length} lines were sent; a starting script has at most ${MOST_LINES}. Choose an earlier entry.`,
    );
  const { memKb, swapKb, seed, policy, settings } = spec;
  return makeOwnLab(ctx, {
    ...blankLab(),
    title: `From ${title}, entry ${last}`.slice(0, 120),
    machine: { memKb, swapKb, seed },
    variants: [{ id: 'as-it-was', label: 'As it was', policy, settings }],
    script,
  });
}
