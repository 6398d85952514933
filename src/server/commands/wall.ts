import type { PolicyId } from '@overcommit/engine';
import type { ClockAction, WallDone, WallMember, WallShape, WallTile } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { AppError } from '../errors.ts';
import type { MachineGlance } from '../projections/wall.ts';
import type { Services } from '../services.ts';
import { machineAccess } from './access.ts';
import { noteTo, setClock } from './driving.ts';
import type { SeatRow } from './seats.ts';

/** Machines that are driven at the same time: a whole hall at once would fill the memory with their rooms. */
const AT_ONCE = 16;

/** The machines that a class works on now: of those that were started again, the newest; none of a closed assignment. */
function onTheWall() {
  const now = new Date();
  const isOpen = { OR: [{ dueAt: null }, { dueAt: { gt: now } }, { closesAt: { gt: now } }] };
  return {
    archivedAt: null,
    nextMachines: { none: {} },
    OR: [{ assignmentId: null }, { assignment: isOpen }],
  };
}

export async function courseWall({ services }: SignedIn, courseId: string): Promise<WallShape> {
  const { name } = await services.db.course.findUniqueOrThrow({ where: { id: courseId }, select: { name: true } });
  const machines = await services.db.machine.findMany({
    where: { courseId, ...onTheWall() },
    include: { seats: { orderBy: { uid: 'asc' } }, group: { select: { name: true } } },
    orderBy: { createdAt: 'desc' },
  });
  const streams = await services.db.stream.findMany({
    where: { id: { in: machines.map(({ id }) => id) } },
    select: { id: true, version: true },
  });
  const versions = new Map(streams.map(({ id, version }) => [id, version]));
  const tiles = await Promise.all(
    machines.map(async (machine): Promise<WallTile> => {
      const glance = await services.wall.glance(machine.id, versions.get(machine.id) ?? 0);
      const { doings, lastKill, ...state } = glance;
      return {
        id: machine.id,
        title: machine.title,
        policy: machine.policy as PolicyId,
        groupName: machine.group?.name ?? null,
        ...state,
        lastKill: lastKill && { ...lastKill, at: new Date(lastKill.at) },
        members: membersOf(services, machine.seats, { machineId: machine.id, doings }),
      };
    }),
  );
  return { courseTitle: name, tiles: tiles.sort(byGroup) };
}

/** Team 2 before Team 10. */
const inOrder = new Intl.Collator('en', { numeric: true });
const nameOf = ({ groupName, title }: WallTile): string => groupName ?? title;
const byGroup = (a: WallTile, b: WallTile): number => inOrder.compare(nameOf(a), nameOf(b));

function membersOf(
  { onScreens }: Services,
  seats: readonly SeatRow[],
  { machineId, doings }: { machineId: string; doings: MachineGlance['doings'] },
): WallMember[] {
  const here = new Map(onScreens.present(machineId).map((person) => [person.actorId, person]));
  return seats.map(({ actorId, displayName, initials, colour, uid, role }) => {
    const did = doings[actorId];
    return {
      ...{ actorId, displayName, initials, colour, uid, role },
      isHere: here.has(actorId),
      isHandRaised: here.get(actorId)?.isHandRaised ?? false,
      failedInARow: did?.failedInARow ?? 0,
      lastAt: did ? new Date(did.lastAt) : null,
    };
  });
}

/** Drives the clocks of all machines of a class, with an entry on each. One that fails does not stop the others. */
export async function clockAll(
  ctx: SignedIn,
  { courseId, ...clock }: { courseId: string } & ClockAction,
): Promise<WallDone> {
  const ids = await machineIds(ctx, courseId);
  const outcomes: Awaited<ReturnType<typeof clockOne>>[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    outcomes.push(...(await Promise.all(ids.slice(at, at + AT_ONCE).map((id) => clockOne(ctx, id, clock)))));
  }
  const failed = outcomes.filter((outcome) => outcome !== null);
  return { done: outcomes.length - failed.length, failed };
}

async function clockOne(ctx: SignedIn, machineId: string, clock: ClockAction): Promise<WallDone['failed'][0] | null> {
  try {
    const access = await machineAccess(ctx, machineId);
    if (access?.mayManage) await setClock(ctx, access, clock);
    return null;
  } catch (error) {
    if (error instanceof AppError) return { machineId, message: error.message };
    throw error;
  }
}

/** Sends a note to all who look at one of the class's machines now. */
export async function sayToAll(ctx: SignedIn, { courseId, text }: { courseId: string; text: string }) {
  return noteTo(ctx, await machineIds(ctx, courseId), text);
}

async function machineIds({ services }: SignedIn, courseId: string): Promise<string[]> {
  const found = await services.db.machine.findMany({
    where: { courseId, ...onTheWall() },
    select: { id: true },
  });
  return found.map(({ id }) => id);
}
