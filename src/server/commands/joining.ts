import type { CodeShape, Joined } from '@overcommit/protocol/api';
import { hashToken, newToken, readJoinCode } from '../auth/tokens.ts';
import type { Context, SignedIn } from '../context.ts';
import { AppError, badRequest, forbidden, notFound, tooMany } from '../errors.ts';
import { findLabWithKey } from '../labBook.ts';
import { machineAccess } from './access.ts';
import { wrongLink } from './invitations.ts';
import { REMOVED, type SeatRow, takeSeat } from './seats.ts';

/** The machine of a code. @throws AppError with a sentence for each way in which a code can be wrong */
async function machineOfCode(ctx: Context, typed: string): Promise<{ machineId: string; code: string }> {
  const code = readJoinCode(typed);
  const found = code === null ? null : await ctx.services.db.joinCode.findUnique({ where: { code } });
  if (!found?.machineId) throw await wrongCode(ctx);
  if (found.revokedAt) throw forbidden('This code was withdrawn. Ask for a new one.');
  if (found.expiresAt.getTime() <= Date.now()) throw forbidden('This code has expired. Ask for a new one.');
  return { machineId: found.machineId, code: found.code };
}

/** Only wrong codes are counted: guesses from an address must not lock out people there who have the right code. */
async function wrongCode({ services, address }: Context): Promise<AppError> {
  const wait = services.actionLimits.count('joinCode', address);
  if (wait !== null) return tooMany(`Too many codes were tried from here. Try again in ${wait} seconds.`);
  return notFound('No machine has this code. Check the letters, or ask for a new code.');
}

/** Which lab a code opens and whose machine it is; the lab's plain title, because people who join have not answered its question yet. */
export async function aboutCode(ctx: Context, typed: string): Promise<CodeShape> {
  const { db } = ctx.services;
  try {
    const { machineId } = await machineOfCode(ctx, typed);
    const { title, labSlug, createdBy } = await db.machine.findUniqueOrThrow({ where: { id: machineId } });
    const [lab, owner] = await Promise.all([
      labSlug === null ? null : findLabWithKey(ctx.services, labSlug),
      db.user.findUnique({ where: { id: createdBy }, select: { name: true } }),
    ]);
    return { title: lab?.plainTitle ?? title, owner: owner?.name ?? null };
  } catch (error) {
    if (error instanceof AppError) return { refusal: error.message };
    throw error;
  }
}

/**
 * A seat by code. A person who is logged in joins under their own name. Others become guests of this one machine, with a
 * link that opens the same seat on another device.
 */
export async function joinByCode(ctx: Context, input: { code: string; displayName?: string }): Promise<Joined> {
  const { machineId, code } = await machineOfCode(ctx, input.code);
  if (ctx.user && !ctx.user.isGuest) {
    const { user } = ctx;
    const access = await machineAccess({ ...ctx, user }, machineId);
    await takeSeat(ctx.services, {
      machineId,
      userId: user.id,
      displayName: user.name,
      role: access?.role ?? 'student',
    });
    return { machineId };
  }
  const seat = ctx.user ? await seatOf(ctx as SignedIn, machineId) : null;
  if (seat?.removedAt) throw forbidden(REMOVED);
  if (seat) return { machineId, resumeUrl: await newResumeUrl(ctx, seat) };
  const { displayName } = input;
  if (!displayName) throw badRequest('Tell us what to call you, then join.');
  // A browser is one guest, on however many machines.
  const userId = ctx.user?.id ?? (await openGuest(ctx, displayName));
  const taken = await takeSeat(ctx.services, { machineId, userId, displayName, role: 'student', joinCode: code });
  return { machineId, resumeUrl: await newResumeUrl(ctx, taken) };
}

async function seatOf(ctx: SignedIn, machineId: string): Promise<SeatRow | null> {
  return ctx.services.db.seat.findUnique({ where: { machineId_userId: { machineId, userId: ctx.user.id } } });
}

async function openGuest(ctx: Context, name: string): Promise<string> {
  const { headers, response } = await ctx.services.auth.api.openGuest({
    body: { name },
    headers: ctx.requestHeaders,
    returnHeaders: true,
  });
  passCookies(ctx, headers);
  return response.userId;
}

function passCookies(ctx: Context, headers: Headers): void {
  for (const cookie of headers.getSetCookie()) ctx.responseHeaders?.append('set-cookie', cookie);
}

/** The token's hash is kept, so the link can be shown only now; an earlier link stops working. */
async function newResumeUrl(
  ctx: Context,
  { machineId, actorId }: { machineId: string; actorId: string },
): Promise<string> {
  const token = newToken();
  await ctx.services.db.seat.update({
    where: { machineId_actorId: { machineId, actorId } },
    data: { resumeTokenHash: hashToken(token) },
  });
  return `${ctx.services.config.baseUrl}/resume?token=${token}`;
}

/** A new personal link for a guest. @throws AppError BAD_REQUEST for people with an account: they log in. */
export async function resumeLink(
  ctx: SignedIn,
  seat: { machineId: string; actorId: string },
): Promise<{ url: string }> {
  if (!ctx.user.isGuest) throw badRequest('You have an account: log in on the other device.');
  return { url: await newResumeUrl(ctx, seat) };
}

/** The same actor on another device: a session for the guest whose personal link this is. */
export async function resumePlace(ctx: Context, token: string): Promise<{ machineId: string }> {
  const seat = await ctx.services.db.seat.findFirst({
    where: { resumeTokenHash: hashToken(token) },
    include: { user: { select: { id: true, isAnonymous: true } } },
  });
  if (!seat?.user?.isAnonymous) {
    const words = 'This link does not work any more. Ask for the join code instead.';
    throw await wrongLink(ctx.services, { address: ctx.address, words });
  }
  const { headers } = await ctx.services.auth.api.resumeGuest({
    body: { userId: seat.user.id },
    headers: ctx.requestHeaders,
    returnHeaders: true,
  });
  passCookies(ctx, headers);
  return { machineId: seat.machineId };
}
