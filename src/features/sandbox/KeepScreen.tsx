'use client';
import type { LabVariant } from '@overcommit/handbook';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Card, PageTitle } from '@/ui/Card.tsx';
import { Mono } from '@/ui/Small.tsx';
import { EmptyState, ErrorState, Skeleton } from '@/ui/States.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { useMe } from '../home/useMe.ts';
import { keepHref, readKept } from './keepHref.ts';
import { type SandboxLine, sandboxLines } from './sandboxRun.ts';

/** Makes an own machine from the sandbox: the server executes the same lines again. */
export function KeepScreen() {
  const { variant, mib } = readKept(useSearchParams());
  const me = useMe();
  if (!variant) return null;
  const lines = sandboxLines(mib);
  return (
    <PageFrame crumbs={[{ label: 'Keep the machine' }]}>
      <PageTitle
        title="Keep this machine"
        lead={`The lines from the first page, sent again on a machine of your own under ${variant.label}. You sit in Ana’s place; Ben’s processes stay.`}
      />
      {me === undefined && <Skeleton className="h-24" />}
      {me !== undefined && (me === null || me.isGuest) && (
        <NoAccount isGuest={me !== null} href={keepHref({ variantId: variant.id, mib })} />
      )}
      {me && !me.isGuest && <Keep lines={lines} policy={variant.policy} settings={variant.settings} />}
      <Card as="section" aria-label="The lines" className="p-4">
        <ol className="grid gap-0.5 text-xs">
          {lines.map(({ hand, line }) => (
            <li key={line} className="flex gap-3">
              <span className="w-8 text-soft">{hand === 'ana' ? 'Ana' : 'Ben'}</span>
              <Mono>{line}</Mono>
            </li>
          ))}
        </ol>
      </Card>
    </PageFrame>
  );
}

type Kept = { lines: SandboxLine[] } & Pick<LabVariant, 'policy' | 'settings'>;

function Keep(kept: Kept) {
  const trpc = useTRPC();
  const keep = useMutation(
    trpc.labs.keep.mutationOptions({
      onSuccess: ({ machineId }) => window.location.assign(`/machines/${machineId}`),
    }),
  );
  return (
    <div className="grid justify-items-start gap-2">
      {keep.error && <ErrorState title="The machine was not kept." why={keep.error.message} />}
      <Button
        variant="primary"
        size="lg"
        isPending={keep.isPending || keep.isSuccess}
        onClick={() => keep.mutate(kept)}
      >
        Keep it
      </Button>
    </div>
  );
}

function NoAccount({ isGuest, href }: { isGuest: boolean; href: string }) {
  const next = encodeURIComponent(href);
  return (
    <EmptyState
      title={isGuest ? 'Guests join machines, they do not keep them.' : 'Log in to keep it.'}
      action={
        <div className="flex flex-wrap gap-2">
          {!isGuest && (
            <Button asChild variant="primary">
              <Link href={`/login?next=${next}`}>Log in</Link>
            </Button>
          )}
          <Button asChild>
            <Link href={`/signup?next=${next}`}>Sign up</Link>
          </Button>
        </div>
      }
    >
      You come back to this page afterwards.
    </EmptyState>
  );
}
