import { hashToken, newToken } from '../auth/tokens.ts';
import type { Context } from '../context.ts';
import type { Tx } from '../db.ts';
import { badRequest, notFound, tooMany } from '../errors.ts';
import type { Services } from '../services.ts';
import { accountByPassword, hashPassword, setPassword } from './passwords.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** An invitation is valid until it is used or revoked: a term is longer than any number of days that one would choose. */
const LINK_LIFE_MS = { invitation: 3650 * DAY_MS, passwordReset: DAY_MS, confirmation: 14 * DAY_MS } as const;

const PAGES = { invitation: 'invite?', passwordReset: 'invite?for=password&', confirmation: 'confirm?' } as const;

export type OneTime = { url: string; expiresAt: Date };
type LinkWish = { services: Services; userId: string; kind: keyof typeof LINK_LIFE_MS; createdBy: string };

/**
 * A link with which its holder sets the password of one account, or confirms it, once. An invitation leaves earlier ones valid, so that
 * importing a roster again kills no link that was handed out; a password reset replaces what was there.
 */
export async function linkFor(tx: Tx, { services, userId, kind, createdBy }: LinkWish): Promise<OneTime> {
  const token = newToken();
  const expiresAt = new Date(Date.now() + LINK_LIFE_MS[kind]);
  if (kind === 'passwordReset') await tx.oneTimeLink.deleteMany({ where: { userId, usedAt: null } });
  await tx.oneTimeLink.create({ data: { tokenHash: hashToken(token), kind, userId, createdBy, expiresAt } });
  // The address decides only what the page says; what the link may do is stored.
  return { url: `${services.config.baseUrl}/${PAGES[kind]}token=${token}`, expiresAt };
}

const NO_LINK = 'This link was used already, or it is too old. Ask for a new one.';

/** Only links that do not exist are counted: a hall of people with good ones may sit behind one address. */
export async function wrongLink(services: Services, { address, words }: { address: string; words: string }) {
  const wait = services.actionLimits.count('link', address);
  return wait === null
    ? notFound(words)
    : tooMany(`Too many links were tried from here. Try again in ${wait} seconds.`);
}

type Acceptance = { token: string; name?: string; password: string };

/** Uses the link. Every session of the account ends, so the old password is of no use any more. */
export async function acceptInvitation(ctx: Context, { token, name, password }: Acceptance): Promise<{ ok: true }> {
  const { services, address } = ctx;
  const tokenHash = hashToken(token);
  const now = new Date();
  // Asked before the password is hashed, which is slow.
  // A confirmation sets no password.
  if (!(await services.db.oneTimeLink.findFirst({ where: { tokenHash, kind: { not: 'confirmation' } } }))) {
    throw await wrongLink(services, { address, words: NO_LINK });
  }
  const hash = await hashPassword(services, password);
  const own = await accountToMerge(services, { tokenHash, password });
  const userId = await services.db.$transaction(async (tx) => {
    const used = await tx.oneTimeLink.updateMany({
      where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    if (used.count !== 1) throw notFound(NO_LINK);
    const link = await tx.oneTimeLink.findUniqueOrThrow({ where: { tokenHash } });
    const userId = own ?? link.userId;
    await tx.oneTimeLink.deleteMany({ where: { userId: link.userId, usedAt: null } });
    if (own === null) await setPassword(tx, { userId, hash });
    else await mergeInto(tx, { from: link.userId, into: own });
    await tx.session.deleteMany({ where: { userId } });
    if (link.kind === 'invitation') {
      if (name === undefined) throw badRequest('Choose the name under which others see you.');
      await tx.user.update({ where: { id: userId }, data: { name } });
    }
    // A host answers for the address; other staff only for their own courses.
    const by = await tx.user.findUnique({ where: { id: link.createdBy }, select: { role: true } });
    if (by?.role === 'host') await tx.user.update({ where: { id: userId }, data: { emailVerified: true } });
    return userId;
  });
  await services.accessChanged([userId]);
  return { ok: true };
}

/** An account that its holder made earlier with the address of this link, proved by its password; null = there is none. */
async function accountToMerge(
  services: Services,
  { tokenHash, password }: { tokenHash: string; password: string },
): Promise<string | null> {
  const link = await services.db.oneTimeLink.findUnique({ where: { tokenHash }, include: { user: true } });
  const address = link?.user.claimsEmail;
  if (!link || !address) return null;
  return accountByPassword(services, { where: { email: address, id: { not: link.userId } }, password });
}

/** What was enrolled under the account of the link belongs to the older account now; the other one goes. */
async function mergeInto(tx: Tx, { from, into }: { from: string; into: string }): Promise<void> {
  const there = await tx.enrollment.findMany({ where: { userId: into }, select: { courseId: true } });
  const already = there.map(({ courseId }) => courseId);
  await tx.enrollment.updateMany({ where: { userId: from, courseId: { notIn: already } }, data: { userId: into } });
  await tx.oneTimeLink.updateMany({ where: { userId: from }, data: { userId: into } });
  await tx.extension.updateMany({ where: { userId: from }, data: { userId: into } });
  await tx.user.delete({ where: { id: from } });
}
