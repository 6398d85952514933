'use client';
import type { InvitationLink, InvitedPerson } from '@overcommit/protocol/api';
import { count } from '@overcommit/reading';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { PageTitle } from '@/ui/Card.tsx';
import { CopyButton } from '@/ui/CopyButton.tsx';
import { DataTable } from '@/ui/DataTable.tsx';
import { ConfirmDialog } from '@/ui/Dialog.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { toast } from '@/ui/Toaster.tsx';
import { Loaded } from '../home/Loaded.tsx';
import { PageFrame } from '../home/PageFrame.tsx';

/** Who has not come in yet, and a link for each of them, to print or to copy. */
export function InvitationsScreen({ courseId }: { courseId: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const invited = useQuery(trpc.courses.invited.queryOptions({ courseId }));
  const onError = (error: { message: string }) => toast(`Nothing was changed. ${error.message}`);
  const renew = () => queries.invalidateQueries({ queryKey: trpc.courses.invited.queryKey({ courseId }) });
  const make = useMutation(trpc.courses.inviteAll.mutationOptions({ onSuccess: renew, onError }));
  const revoke = useMutation(
    trpc.courses.revokeInvited.mutationOptions({
      onError,
      onSuccess: async ({ revoked }) => {
        make.reset();
        toast(`${count(revoked, 'link')} no longer work${revoked === 1 ? 's' : ''}.`);
        await renew();
      },
    }),
  );
  return (
    <PageFrame crumbs={[{ label: 'Course', href: `/courses/${courseId}` }, { label: 'Invitations' }]}>
      <PageTitle
        title="Invitations"
        lead="Students who have no password yet. A link is valid until it is used or revoked; whoever opens it first sets the password."
        actions={
          (invited.data?.length ?? 0) > 0 && (
            <>
              <ConfirmDialog
                title="Revoke all unused links?"
                lead="Links that were handed out stop working. New ones can be made at any time."
                confirmLabel="Revoke them"
                onConfirm={() =>
                  revoke.mutateAsync({ courseId, enrollmentId: null }).then(
                    () => {},
                    () => {},
                  )
                }
                trigger={<Button>Revoke all</Button>}
              />
              <Button variant="primary" isPending={make.isPending} onClick={() => make.mutate({ courseId })}>
                Make a link for each
              </Button>
            </>
          )
        }
      />
      {make.data && <Links links={make.data} />}
      <Loaded query={invited}>{(people) => <People people={people} />}</Loaded>
    </PageFrame>
  );
}

function Links({ links }: { links: InvitationLink[] }) {
  const text = links.map(({ name, email, url }) => `${name}\t${email}\t${url}`).join('\n');
  return (
    <section className="grid grid-cols-1 gap-3" aria-label="Links">
      <div className="flex flex-wrap gap-2 print:hidden">
        <CopyButton label={`Copy all ${links.length}`} text={text} />
        <Button onClick={() => window.print()}>
          <Printer aria-hidden />
          Print
        </Button>
      </div>
      <ul className="grid grid-cols-1 gap-2 sm:grid-cols-2">
        {links.map(({ name, email, url }) => (
          <li key={url} className="grid break-inside-avoid gap-0.5 rounded-md border border-line p-3">
            <b className="font-medium break-words">{name}</b>
            <span className="text-xs text-soft break-all">{email}</span>
            <span className="font-mono text-xs break-all">{url}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function People({ people }: { people: InvitedPerson[] }) {
  if (people.length === 0)
    return (
      <EmptyState title="Everyone has come in.">Who is added to the roster without an account appears here.</EmptyState>
    );
  return (
    <div className="min-w-0 print:hidden">
      <DataTable
        caption="Who has not come in yet"
        rows={people}
        rowKey={({ enrollmentId }) => enrollmentId}
        columns={[
          { id: 'name', head: 'Name', cell: ({ name }) => name },
          { id: 'email', head: 'Email', cell: ({ email }) => email },
          { id: 'links', head: 'Links that are out', isNumeric: true, cell: ({ links }) => links },
        ]}
      />
    </div>
  );
}
