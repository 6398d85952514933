import {
  type Command,
  ENGINE_VERSION,
  type Entry,
  type InputEdit,
  type LaneReport,
  type MainLine,
  parseLine,
  type VariationPlan,
} from '@overcommit/engine';
import type {
  CreateVariationInput,
  EditInput,
  PlanInput,
  VariationPage,
  VariationShape,
} from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { badRequest, forbidden, notFound, notNow, tooMany } from '../errors.ts';
import { newId } from '../ids.ts';
import { DEFAULT_LIMITS } from '../rooms/limits.ts';
import { overSize } from '../rooms/quotas.ts';
import type { Services } from '../services.ts';
import { makeLane, VARIATION_LIMITS } from '../variations/make.ts';
import { readVariation, saveVariation } from '../variations/stream.ts';
import type { MachineAccess } from './access.ts';
import { audit } from './audit.ts';

const NO_VARIATION = 'This variation does not exist, or it is not shared with you.';
const PAGE = 500;
/** Outcomes and refusals that are stored of a report, each. */
const MOST_OUTCOMES = 2000;

type Row = NonNullable<Awaited<ReturnType<typeof rowOf>>>;

/** The variations that the caller may see, oldest first: shared ones and their own. Staff see all. */
export async function listVariations(ctx: SignedIn, access: MachineAccess): Promise<VariationShape[]> {
  const { db } = ctx.services;
  const rows = await db.variation.findMany({
    where: { machineId: access.machineId, deletedAt: null },
    include: { owner: { select: { name: true } } },
    orderBy: { createdAt: 'asc' },
    take: VARIATION_LIMITS.ofMachine,
  });
  const actors = await actorsOf(ctx.services, access.machineId);
  return rows.filter((row) => maySee(ctx, access, row)).map((row) => shapeOf(row, { ctx, access, actors }));
}

/**
 * Runs the machine's inputs again as the plan says, on the server, and stores the rows as a stream of their own.
 * @throws AppError BAD_REQUEST for a plan that makes no sense, in words; TOO_MANY_REQUESTS, FORBIDDEN at a bound
 */
export async function createVariation(
  ctx: SignedIn,
  access: MachineAccess,
  { name, isShared, plan: asked }: CreateVariationInput,
): Promise<VariationShape> {
  const { services, user } = ctx;
  const { machineId } = access;
  await requireRoom(ctx, machineId);
  const { main, hash, plan, lane } = await oneOfFew(user.id, async () => {
    const log = await readMain(services, access);
    const read = planOf(asked, { access, main: log.main });
    const made = await makeLane(log.main, read);
    if (!made.ok) throw badRequest(made.problem);
    return { ...log, plan: read, lane: made };
  });
  const { report, rows } = lane;
  const id = newId();
  const { spec, onset } = report;
  const seq = main.entries.length;
  const parent = { machineId, seq, hash };
  await saveVariation(services.store, {
    variationId: id,
    header: { format: 'overcommit-variation', version: 1, parent, plan, spec, onset, engineVersion: ENGINE_VERSION },
    rows,
  });
  const { isEdited } = report;
  const data = { id, machineId, ownerId: user.id, name, isShared, fromSeq: plan.from, mainSeq: seq, isEdited };
  const row = await services.db.variation.create({
    data: { ...data, rowCount: rows.length, plan: plainJson(plan), report: plainJson(bounded(report)) },
    include: { owner: { select: { name: true } } },
  });
  return shapeOf(row, { ctx, access, actors: await actorsOf(services, machineId) });
}

export async function renameVariation(
  ctx: SignedIn,
  access: MachineAccess,
  { variationId, name }: { variationId: string; name: string },
): Promise<void> {
  const row = await changeable(ctx, access, variationId);
  await ctx.services.db.variation.update({ where: { id: row.id }, data: { name } });
}

/** Only the owner may share: staff see private variations, but do not publish them. */
export async function shareVariation(
  ctx: SignedIn,
  access: MachineAccess,
  { variationId, isShared }: { variationId: string; isShared: boolean },
): Promise<void> {
  const row = await changeable(ctx, access, variationId);
  if (row.ownerId !== ctx.user.id && isShared) throw forbidden('Only who made a variation may share it.');
  await ctx.services.db.variation.update({ where: { id: row.id }, data: { isShared } });
}

/** Removes a variation or restores it. Its rows stay. Changes that staff make to others' variations are audited. */
export async function setRemoved(
  ctx: SignedIn,
  access: MachineAccess,
  { variationId, isRemoved }: { variationId: string; isRemoved: boolean },
): Promise<void> {
  const row = await changeable(ctx, access, variationId, { isRemoved: !isRemoved });
  if (!isRemoved) await requireSpace(ctx, access.machineId, row.ownerId ?? ctx.user.id);
  await ctx.services.db.$transaction(async (tx) => {
    await tx.variation.update({ where: { id: row.id }, data: { deletedAt: isRemoved ? new Date() : null } });
    if (row.ownerId === ctx.user.id) return;
    const action = isRemoved ? 'variation.remove' : 'variation.restore';
    await audit(tx, { actor: ctx.user.id, action, subject: row.id, before: { machineId: access.machineId } });
  });
}

/** A page of the rows, as they were computed when the variation was made. */
export async function variationPage(
  ctx: SignedIn,
  access: MachineAccess,
  { variationId, after, limit }: { variationId: string; after: number; limit: number },
): Promise<VariationPage> {
  const row = await rowOf(ctx.services, access.machineId, variationId);
  if (!row || row.deletedAt || !maySee(ctx, access, row)) throw notFound(NO_VARIATION);
  const page = await readVariation(ctx.services.store, { variationId, after, limit });
  if (!page) throw notFound(NO_VARIATION);
  const { spec, onset } = page.header;
  return { from: row.fromSeq, spec, onset, rows: page.rows, rowCount: row.rowCount };
}

/** A variation reaches as far as the log did when it was made. If that part is concealed, so is the variation. */
function maySee(
  { user }: SignedIn,
  access: MachineAccess,
  row: Pick<Row, 'isShared' | 'ownerId' | 'mainSeq'>,
): boolean {
  if (access.untilSeq !== null && row.mainSeq > access.untilSeq) return false;
  return row.isShared || row.ownerId === user.id || access.isStaff;
}

async function changeable(
  ctx: SignedIn,
  access: MachineAccess,
  variationId: string,
  { isRemoved = false }: { isRemoved?: boolean } = {},
): Promise<Row> {
  const wait = ctx.services.actionLimits.count('changeVariation', ctx.user.id);
  if (wait !== null) throw tooMany(`You changed many variations just now. Try again in ${wait} seconds.`);
  const row = await rowOf(ctx.services, access.machineId, variationId);
  const isThere = row !== null && maySee(ctx, access, row) && (row.deletedAt !== null) === isRemoved;
  if (!isThere) throw notFound(NO_VARIATION);
  if (row.ownerId !== ctx.user.id && !access.isStaff)
    throw forbidden('Only who made a variation, or staff, may change it.');
  return row;
}

/** Only of this machine: an id from another machine is unknown here. */
async function rowOf({ db }: Services, machineId: string, id: string) {
  const row = await db.variation.findUnique({ where: { id }, include: { owner: { select: { name: true } } } });
  return row?.machineId === machineId ? row : null;
}

type Shaping = { ctx: SignedIn; access: MachineAccess; actors: ReadonlyMap<string, string> };

function shapeOf(row: Row, { ctx, access, actors }: Shaping): VariationShape {
  const { id, machineId, name, isShared, fromSeq, mainSeq, isEdited, rowCount, createdAt } = row;
  const isMine = row.ownerId === ctx.user.id;
  return {
    ...{ id, machineId, name, isShared, isMine, fromSeq, mainSeq, isEdited, rowCount, createdAt },
    mayChange: isMine || access.isStaff,
    ownerName: row.owner?.name ?? 'someone who left',
    ownerActorId: actors.get(row.ownerId ?? '') ?? null,
    report: row.report as unknown as LaneReport,
  };
}

async function actorsOf({ db }: Services, machineId: string): Promise<Map<string, string>> {
  const seats = await db.seat.findMany({ where: { machineId }, select: { userId: true, actorId: true } });
  return new Map(seats.flatMap(({ userId, actorId }) => (userId === null ? [] : [[userId, actorId] as const])));
}

/** Checks the rate and the number of variations. @throws AppError */
async function requireRoom(ctx: SignedIn, machineId: string): Promise<void> {
  const wait = ctx.services.actionLimits.count('variation', ctx.user.id);
  if (wait !== null) throw tooMany(`You made many variations just now. Try again in ${wait} seconds.`);
  const ever = await ctx.services.db.variation.count({ where: { machineId, ownerId: ctx.user.id } });
  if (ever >= VARIATION_LIMITS.everOfPerson)
    throw forbidden(`You made ${ever} variations of this machine. Put one of the removed back instead.`);
  await requireSpace(ctx, machineId, ctx.user.id);
}

async function requireSpace({ services }: SignedIn, machineId: string, ownerId: string): Promise<void> {
  const there = { machineId, deletedAt: null };
  const { ofPerson, ofMachine } = VARIATION_LIMITS;
  if ((await services.db.variation.count({ where: { ...there, ownerId } })) >= ofPerson)
    throw forbidden(`Of one machine you can keep ${ofPerson} variations. Remove one that you no longer need.`);
  if ((await services.db.variation.count({ where: there })) >= ofMachine)
    throw forbidden(`A machine has at most ${ofMachine} variations. Remove one that is no longer needed.`);
}

const makers = new Set<string>();

/** Limits how many are computed at a time, one per person, so that live machines keep their pace. */
async function oneOfFew<T>(userId: string, work: () => Promise<T>): Promise<T> {
  if (makers.has(userId)) throw tooMany('Your last variation is still being made. Try again in a moment.');
  if (makers.size >= VARIATION_LIMITS.atOnce)
    throw tooMany('Others are making variations right now. Try again in a moment.');
  makers.add(userId);
  try {
    return await work();
  } finally {
    makers.delete(userId);
  }
}

/** The part of the machine's log that the caller may see, and the hash of its last entry. */
async function readMain(
  { rooms }: Services,
  { machineId, untilSeq }: MachineAccess,
): Promise<{ main: MainLine; hash: string }> {
  const entries: Entry[] = [];
  let hash = '';
  let facts = 0;
  for (;;) {
    const { header, entries: page, lastSeq } = await rooms.page(machineId, entries.length, PAGE);
    const end = Math.min(lastSeq, untilSeq ?? lastSeq);
    if (end > VARIATION_LIMITS.inputs)
      throw notNow(
        `This log has ${end} entries; a variation can be saved of at most ${VARIATION_LIMITS.inputs}. Compare it on your own screen, or with "overcommit rerun".`,
      );
    for (const entry of page) {
      if (entry.seq > end) break;
      entries.push(entry);
      hash = entry.hash;
      facts += entry.facts.length;
    }
    if (facts > VARIATION_LIMITS.inputFacts)
      throw notNow('Too much happened on this machine for a saved variation. Compare it on your own screen.');
    if (page.length === 0 || entries.length >= end) return { main: { spec: header.machine.spec, entries }, hash };
  }
}

/** The plan with its lines read. @throws AppError BAD_REQUEST, FORBIDDEN */
function planOf(asked: PlanInput, { access, main }: { access: MachineAccess; main: MainLine }): VariationPlan {
  const { edits, ...rest } = asked;
  const plan = plainJson(rest) as unknown as VariationPlan;
  if (!edits || edits.length === 0) return plan;
  return { ...plan, edits: edits.map((edit) => editOf(edit, { access, main })) };
}

function editOf(edit: EditInput, { access, main }: { access: MachineAccess; main: MainLine }): InputEdit {
  if (edit.kind === 'drop') return edit;
  const command = commandOf(edit.line);
  if (edit.kind === 'change') return { kind: 'change', seq: edit.seq, command };
  const own = access.seat?.actorId;
  const actor = edit.actorId ?? own;
  if (actor === undefined) throw badRequest('Open the machine first: your inputs need a seat.');
  if (actor !== own && !access.isStaff) throw forbidden('You can only put in inputs of your own.');
  if (!main.entries.some(({ command: c }) => c.verb === 'seat' && c.actor === actor))
    throw badRequest('No one with this name sits at this machine.');
  return { kind: 'insert', after: edit.after, actor, command };
}

function commandOf(line: string): Command {
  const read = parseLine(line);
  if (!read.ok) throw badRequest(`${line}: ${read.rejection.message}`);
  const refusal = overSize(read.command, DEFAULT_LIMITS);
  if (refusal) throw badRequest(`${line}: ${refusal.message}`);
  return read.command;
}

function bounded(report: LaneReport): LaneReport {
  const { outcomes, refusals } = report;
  return { ...report, outcomes: outcomes.slice(0, MOST_OUTCOMES), refusals: refusals.slice(0, MOST_OUTCOMES) };
}

function plainJson(value: unknown) {
  return JSON.parse(JSON.stringify(value));
}
