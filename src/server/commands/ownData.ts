import { addressOf } from '../addressOf.ts';
import type { SignedIn } from '../context.ts';
import { myReleasedGrades } from './myGrades.ts';

/**
 * All that is stored about the caller, as plain JSON. Password hashes and the tokens of sessions and links are left out:
 * with them one could log in. Of grades only what is released; logs are named, each can be downloaded from its replay.
 */
export async function ownData(ctx: SignedIn): Promise<Record<string, unknown>> {
  const { db } = ctx.services;
  const userId = ctx.user.id;
  const person = await db.user.findUniqueOrThrow({ where: { id: userId } });
  const { email: _stored, claimsEmail: _claimed, ...account } = person;
  const of = { where: { userId } };
  // Without titles of machines: an open question holds them back.
  const seats = await db.seat.findMany(of);
  return {
    account: { ...account, email: addressOf(person) },
    logIns: await db.account.findMany({ ...of, select: { providerId: true, createdAt: true, updatedAt: true } }),
    sessions: await db.session.findMany({ ...of, omit: { token: true } }),
    links: await db.oneTimeLink.findMany({ ...of, omit: { tokenHash: true } }),
    tokens: await db.apiToken.findMany({ ...of, omit: { tokenHash: true } }),
    courses: await db.enrollment.findMany({
      ...of,
      include: { course: { select: { name: true } }, group: { select: { name: true } } },
    }),
    extensions: await db.extension.findMany(of),
    seats: seats.map(({ resumeTokenHash: _secret, joinCode: _code, ...seat }) => seat),
    machinesMade: await db.machine.findMany({ where: { createdBy: userId }, select: { id: true, createdAt: true } }),
    predictions: await db.sealedAnswer.findMany({
      where: { OR: seats.map(({ machineId, actorId }) => ({ machineId, actorId })) },
    }),
    work: await ownWork(ctx),
    grades: await myReleasedGrades(ctx),
    comments: await db.comment.findMany({ where: { authorId: userId } }),
    remarks: await db.remark.findMany({ where: { createdBy: userId } }),
    variations: await db.variation.findMany({ where: { ownerId: userId } }),
    labs: await db.ownLab.findMany({ where: { authorId: userId } }),
    audit: (await db.audit.findMany({ where: { OR: [{ actor: userId }, { subject: userId }] } })).map((row) => ({
      ...row,
      id: String(row.id),
    })),
  };
}

/** Texts, hand-ins and seals that the caller wrote for a team. */
async function ownWork({ services: { db }, user }: SignedIn) {
  const courses = { enrollments: { some: { userId: user.id } } };
  const assignments = await db.assignment.findMany({ where: { course: courses }, select: { id: true } });
  if (assignments.length === 0) return [];
  return db.event.findMany({
    where: {
      metadata: { path: ['actor'], equals: user.id },
      stream: { kind: 'submission', OR: assignments.map(({ id }) => ({ id: { startsWith: `submission:${id}:` } })) },
    },
    orderBy: [{ streamId: 'asc' }, { version: 'asc' }],
    select: { streamId: true, version: true, type: true, data: true, recordedAt: true },
  });
}
