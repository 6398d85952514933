import { parseRoster, type RosterLine, rosterColumns } from '@overcommit/coursework';
import type { ImportedRoster, RosterPreview } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import type { Tx } from '../db.ts';
import { newId } from '../ids.ts';
import { ownerOf } from './addresses.ts';
import { audit } from './audit.ts';
import { linkFor, type OneTime } from './invitations.ts';

type Imported = { userId: string; isNew: boolean; invitation: (OneTime & { name: string; email: string }) | null };

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

type LineOf = Extract<RosterPreview, { ok: true }>['lines'][number];

/** What an import would do, line by line. Nothing is written. */
export async function previewRoster(
  { services: { db } }: SignedIn,
  { courseId, csv }: { courseId: string; csv: string },
): Promise<RosterPreview> {
  const parsed = parseRoster(csv);
  if (!parsed.ok) return parsed;
  const rows = await db.enrollment.findMany({
    where: { courseId },
    include: { user: { select: { email: true, claimsEmail: true } }, group: { select: { name: true } } },
  });
  const known = new Map(
    rows.flatMap((row) =>
      [row.user.email, row.user.claimsEmail ?? row.user.email].map((email) => [email, row] as const),
    ),
  );
  const lines = parsed.people.map(({ line, name, email, group, section }): LineOf => {
    const row = known.get(email);
    const of = { line, name, email, group };
    if (!row) return { ...of, what: 'add', words: group === '' ? 'added' : `added, to ${group}` };
    if (row.role !== 'student') return { ...of, what: 'staff', words: `${row.role}: left alone` };
    const changes = [
      ...(group !== '' && group !== row.group?.name ? [`group: ${row.group?.name ?? 'none'} becomes ${group}`] : []),
      ...(section && section !== row.section ? [`section: ${row.section ?? 'none'} becomes ${section}`] : []),
    ];
    return changes.length === 0
      ? { ...of, what: 'same', words: 'stays' }
      : { ...of, what: 'change', words: changes.join(', ') };
  });
  return { ok: true, lines, ...(rosterColumns(csv) ?? { used: [], unused: [] }) };
}

/** Staff of the course are left alone. */
export async function importPerson(
  tx: Tx,
  { ctx, courseId, person }: { ctx: SignedIn; courseId: string; person: RosterLine },
): Promise<Imported> {
  const { name, email } = person;
  // An existing account keeps its own name: a roster is not a way to rename people elsewhere.
  const { userId, hasPassword } = await ownerOf(tx, { name, email }, { courseId, by: ctx.user.id });
  const enrolled = await tx.enrollment.findUnique({ where: { courseId_userId: { courseId, userId } } });
  if (enrolled && enrolled.role !== 'student') return { userId, isNew: false, invitation: null };
  const groupId = person.group === '' ? null : await groupIdOf(tx, { courseId, name: person.group });
  const said = { ...(groupId ? { groupId } : {}), ...(person.section ? { section: person.section } : {}) };
  if (enrolled) await tx.enrollment.update({ where: { id: enrolled.id }, data: said });
  else await enrol(tx, { courseId, userId, ...said });
  const needsLink = await mayInvite(tx, { userId, hasPassword, by: ctx.user.id });
  const link = needsLink
    ? await linkFor(tx, { services: ctx.services, userId, kind: 'invitation', createdBy: ctx.user.id })
    : null;
  return { userId, isNew: !enrolled, invitation: link && { ...link, name, email } };
}

/** Who comes back has the seats again that they had on the course's machines. */
async function enrol(
  tx: Tx,
  of: { courseId: string; userId: string; groupId?: string; section?: string },
): Promise<void> {
  const { courseId, userId } = of;
  await tx.enrollment.create({ data: { id: newId(), role: 'student', ...of } });
  await tx.seat.updateMany({ where: { userId, machine: { courseId } }, data: { removedAt: null } });
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
