import { blankLab, labProblems, type OwnLab, ownLabFrom, ownLabSchema, readLab } from '@overcommit/handbook/ownLab';
import type { OwnLabSummary } from '@overcommit/protocol/api';
import type { SignedIn } from '../../context.ts';
import { badRequest, conflict, notFound, tooMany } from '../../errors.ts';
import { newId } from '../../ids.ts';
import { findLabWithKey, isOwnSlug, ownSlug } from '../../labBook.ts';
import { audit } from '../audit.ts';
import { refuseOneMore } from '../ownMachines.ts';
import { takeSeat } from '../seats.ts';
import { createMachine, specOf } from '../startMachine.ts';
import { refuseForeignLab } from './access.ts';

/** Labs that one instructor may keep. */
const MOST_LABS = 200;

type Row = { id: string; draft: unknown; draftVersion: number; isShared: boolean; title: string };

/** A lab of the caller's own; a host has all of them. Another person's sounds like none. @throws AppError NOT_FOUND */
async function mine({ services, user }: SignedIn, labId: string): Promise<Row> {
  const where = user.isHost ? { id: labId } : { id: labId, authorId: user.id };
  const row = await services.db.ownLab.findFirst({ where });
  if (!row) throw notFound('You have no such lab.');
  return row;
}

/** The caller's labs and those that others share. */
export async function listOwnLabs({ services, user }: SignedIn): Promise<OwnLabSummary[]> {
  const rows = await services.db.ownLab.findMany({
    where: {
      archivedAt: null,
      OR: [{ authorId: user.id }, { isShared: true, versions: { some: { version: { not: null } } } }],
    },
    include: {
      author: { select: { name: true } },
      versions: { where: { version: { not: null } }, orderBy: { version: 'desc' }, take: 1 },
    },
    orderBy: { updatedAt: 'desc' },
  });
  return rows.map(({ id, title, authorId, author, isShared, versions: [newest], updatedAt }) => ({
    labId: id,
    title: authorId === user.id || !newest ? title : titleOf(newest.lab, title),
    author: author?.name ?? 'someone who left',
    isMine: authorId === user.id,
    isShared,
    slug: newest?.slug ?? null,
    version: newest?.version ?? null,
    updatedAt,
  }));
}

/** Others see the title of what was published, not that of the draft. */
const titleOf = (stored: unknown, otherwise: string): string => {
  const parsed = ownLabSchema.safeParse(stored);
  return parsed.success ? parsed.data.title : otherwise;
};

/** The draft with all versions. A draft that cannot be read comes as text, with what is wrong. */
export async function openOwnLab(ctx: SignedIn, labId: string) {
  const row = await mine(ctx, labId);
  const read = readLab(row.draft);
  const { db } = ctx.services;
  const rows = await db.labVersion.findMany({
    where: { labId, version: { not: null } },
    orderBy: { version: 'desc' },
    select: { slug: true, version: true, createdAt: true },
  });
  const used = await db.assignment.groupBy({
    by: ['labSlug'],
    where: { labSlug: { in: rows.map(({ slug }) => slug) } },
    _count: true,
  });
  const uses = new Map(used.map(({ labSlug, _count }) => [labSlug, _count]));
  return {
    labId,
    draftVersion: row.draftVersion,
    isShared: row.isShared,
    lab: read.ok ? read.lab : null,
    problem: read.ok ? null : read.problem,
    text: JSON.stringify(row.draft, null, 2),
    versions: rows.map(({ slug, version, createdAt }) => {
      return { slug, version: version ?? 0, at: createdAt, assignments: uses.get(slug) ?? 0 };
    }),
  };
}

/** A new lab with this draft. */
export async function makeOwnLab({ services, user }: SignedIn, draft: OwnLab): Promise<{ labId: string }> {
  if ((await services.db.ownLab.count({ where: { authorId: user.id, archivedAt: null } })) >= MOST_LABS)
    throw badRequest(`You have ${MOST_LABS} labs. Put one away first.`);
  // Short enough for a slug with its version.
  const labId = newId().replaceAll('-', '').slice(0, 24);
  await services.db.$transaction(async (tx) => {
    await tx.ownLab.create({ data: { id: labId, authorId: user.id, title: draft.title, draft } });
    await audit(tx, { actor: user.id, action: 'lab.create', subject: labId, after: { title: draft.title } });
  });
  return { labId };
}

export const blankOwnLab = (ctx: SignedIn) => makeOwnLab(ctx, blankLab());

/** A lab to go on from: one of the handbook, an own one, or one that is shared. */
export async function copyLab(ctx: SignedIn, slug: string): Promise<{ labId: string }> {
  await refuseForeignLab(ctx, slug);
  const lab = await findLabWithKey(ctx.services, slug);
  if (!lab) throw notFound(`There is no lab “${slug}”.`);
  return makeOwnLab(ctx, { ...ownLabFrom(lab), title: `${lab.title}, my version`.slice(0, 120) });
}

type Save = { labId: string; basedOn: number; lab: OwnLab };

/** @throws AppError CONFLICT where another window saved first */
export async function saveOwnLab(ctx: SignedIn, { labId, basedOn, lab }: Save): Promise<{ draftVersion: number }> {
  await mine(ctx, labId);
  const { count } = await ctx.services.db.ownLab.updateMany({
    where: { id: labId, draftVersion: basedOn },
    data: { draft: lab, title: lab.title, draftVersion: basedOn + 1 },
  });
  if (count === 0) throw conflict('This lab was saved in another window meanwhile. Your text stays in this browser.');
  return { draftVersion: basedOn + 1 };
}

/** The draft, if it can be used. @throws AppError BAD_REQUEST with all places */
async function usableDraft(ctx: SignedIn, labId: string, basedOn: number): Promise<OwnLab> {
  const { draft, draftVersion } = await mine(ctx, labId);
  if (draftVersion !== basedOn) throw conflict('This lab was saved in another window meanwhile. Open it again.');
  const read = readLab(draft);
  if (!read.ok) throw badRequest(read.problem);
  const problems = labProblems(read.lab);
  if (problems.length > 0) throw badRequest(problems.map(({ place, message }) => `${place}: ${message}.`).join(' '));
  return read.lab;
}

/** The draft becomes a version that can be assigned. Assignments keep the version that they were made with. */
export async function publishOwnLab(
  ctx: SignedIn,
  { labId, basedOn }: { labId: string; basedOn: number },
): Promise<{ slug: string; version: number }> {
  const lab = await usableDraft(ctx, labId, basedOn);
  return ctx.services.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM own_labs WHERE id = ${labId} FOR UPDATE`;
    const { _max } = await tx.labVersion.aggregate({ where: { labId }, _max: { version: true } });
    const version = (_max.version ?? 0) + 1;
    const slug = ownSlug(labId, version, 'published');
    await tx.labVersion.create({ data: { slug, labId, version, lab } });
    await audit(tx, { actor: ctx.user.id, action: 'lab.publish', subject: labId, after: { version } });
    return { slug, version };
  });
}

/** A private machine of the draft, with the seat of a student: as those who get it will see it. */
export async function tryOwnLab(
  ctx: SignedIn,
  { labId, basedOn }: { labId: string; basedOn: number },
): Promise<{ machineId: string }> {
  const { services, user } = ctx;
  const wait = services.actionLimits.count('startMachine', user.id);
  if (wait !== null) throw tooMany(`You started many machines just now. Try again in ${wait} seconds.`);
  await refuseOneMore(ctx);
  const draft = await usableDraft(ctx, labId, basedOn);
  const slug = ownSlug(labId, basedOn, 'trial');
  await services.db.labVersion.createMany({ data: [{ slug, labId, lab: draft }], skipDuplicates: true });
  const lab = await findLabWithKey(services, slug);
  if (!lab || !isOwnSlug(slug)) throw new Error(`the draft ${slug} is gone`);
  const title = `${draft.title}, tried`;
  const { machineId } = await createMachine(services, { title, lab, spec: specOf(lab, {}), createdBy: user.id });
  await takeSeat(services, { machineId, userId: user.id, displayName: user.name, role: 'student' });
  return { machineId };
}

/** Whether other instructors may use and copy its versions. The draft stays its author's. */
export async function shareOwnLab(
  ctx: SignedIn,
  { labId, isShared }: { labId: string; isShared: boolean },
): Promise<{ ok: true }> {
  await mine(ctx, labId);
  await ctx.services.db.$transaction(async (tx) => {
    await tx.ownLab.update({ where: { id: labId }, data: { isShared } });
    await audit(tx, { actor: ctx.user.id, action: 'lab.share', subject: labId, after: { isShared } });
  });
  return { ok: true };
}

/** Out of the lists. What uses its versions goes on. */
export async function putAwayOwnLab(
  ctx: SignedIn,
  { labId, isPutAway }: { labId: string; isPutAway: boolean },
): Promise<{ ok: true }> {
  await mine(ctx, labId);
  await ctx.services.db.ownLab.update({ where: { id: labId }, data: { archivedAt: isPutAway ? new Date() : null } });
  return { ok: true };
}
