import { parseRoster, type RosterLine } from '@overcommit/coursework';
import type { ImportedRoster } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import type { Tx } from '../db.ts';
import { newId } from '../ids.ts';
import { ownerOf } from './addresses.ts';
import { audit } from './audit.ts';
import { linkFor, type OneTime } from './invitations.ts';

type Imported = { isNew: boolean; invitation: (OneTime & { name: string; email: string }) | null };

/** Imports a roster: all of it, or nothing and the list of wrong lines. People without an account get a one-time link. */
export async function importRoster(
  ctx: SignedIn,
  { courseId, csv }: { courseId: string; csv: string },
): Promise<ImportedRoster> {
  const parsed = parseRoster(csv);
  if (!parsed.ok) return parsed;
  const imported = await ctx.services.db.$transaction(
    async (tx) => {
      const people: Imported[] = [];
      for (const person of parsed.people) people.push(await importPerson(tx, { ctx, courseId, person }));
      await audit(tx, {
        actor: ctx.user.id,
        action: 'roster.import',
        subject: courseId,
        after: { people: people.length },
      });
      return people;
    },
    { timeout: 60_000 },
  );
  const added = imported.filter(({ isNew }) => isNew).length;
  const invitations = imported.flatMap(({ invitation }) =>
    invitation ? [{ name: invitation.name, email: invitation.email, url: invitation.url }] : [],
  );
  return { ok: true, added, updated: imported.length - added, invitations };
}

async function importPerson(
  tx: Tx,
  { ctx, courseId, person }: { ctx: SignedIn; courseId: string; person: RosterLine },
): Promise<Imported> {
  const { name, email } = person;
  // An existing account keeps its own name: a roster is not a way to rename people elsewhere.
  const { userId, hasPassword } = await ownerOf(tx, { name, email }, { courseId, by: ctx.user.id });
  const groupId = person.group === '' ? undefined : await groupIdOf(tx, { courseId, name: person.group });
  const enrolled = await tx.enrollment.findUnique({ where: { courseId_userId: { courseId, userId } } });
  if (enrolled)
    await tx.enrollment.update({ where: { id: enrolled.id }, data: groupId === undefined ? {} : { groupId } });
  else
    await tx.enrollment.create({ data: { id: newId(), courseId, userId, role: 'student', groupId: groupId ?? null } });
  const needsLink = await mayInvite(tx, { userId, hasPassword, by: ctx.user.id });
  const link = needsLink
    ? await linkFor(tx, { services: ctx.services, userId, kind: 'invitation', createdBy: ctx.user.id })
    : null;
  return { isNew: !enrolled, invitation: link && { ...link, name, email } };
}

async function groupIdOf(tx: Tx, group: { courseId: string; name: string }): Promise<string> {
  const row = await tx.group.upsert({ where: { courseId_name: group }, create: { id: newId(), ...group }, update: {} });
  return row.id;
}

/** Not for an account that is in use or that another person has invited: the link sets the account's password. */
async function mayInvite(
  tx: Tx,
  { userId, hasPassword, by }: { userId: string; hasPassword: boolean; by: string },
): Promise<boolean> {
  if (hasPassword) return false;
  return (await tx.oneTimeLink.count({ where: { userId, usedAt: null, createdBy: { not: by } } })) === 0;
}
