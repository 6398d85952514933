'use client';
import type { LabVariant } from '@overcommit/handbook';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { LINK } from '@/ui/Small.tsx';
import { EmptyState, ErrorState, Skeleton } from '@/ui/States.tsx';
import { useMe } from '../home/useMe.ts';
import { type Kernel, KernelFieldset } from '../machineParts/KernelFieldset.tsx';
import { AssignPanel } from './AssignPanel.tsx';

/** Chooses kernel and mode, and starts a machine: alone, or to be shared by its join code. */
export function StartPanel({
  slug,
  title,
  variants,
  reason,
}: {
  slug: string;
  title: string;
  variants: LabVariant[];
  reason: string | null;
}) {
  const me = useMe();
  const first = variants[0];
  if (reason || !first) {
    return (
      <EmptyState
        title="Not yet"
        action={
          <Button asChild>
            <Link href="/labs">See the other labs</Link>
          </Button>
        }
      >
        {reason ?? 'This lab cannot be started.'} You can read it, though.
      </EmptyState>
    );
  }
  if (me === undefined) return <Skeleton className="h-48" />;
  if (me === null) return <LogInFirst slug={slug} />;
  if (me.isGuest) {
    return (
      <EmptyState title="Guests join machines, they do not start them.">
        <Link href={`/signup?next=/labs/${slug}`} className={LINK}>
          Make an account
        </Link>{' '}
        to start your own.
      </EmptyState>
    );
  }
  return (
    <>
      <StartForm slug={slug} variants={variants} first={first} />
      <AssignPanel slug={slug} title={title} />
    </>
  );
}

function LogInFirst({ slug }: { slug: string }) {
  return (
    <EmptyState
      title="Log in to start this lab."
      action={
        <div className="flex flex-wrap gap-2">
          <Button asChild variant="primary">
            <Link href={`/login?next=/labs/${slug}`}>Log in</Link>
          </Button>
          <Button asChild>
            <Link href={`/signup?next=/labs/${slug}`}>Sign up</Link>
          </Button>
        </div>
      }
    >
      Without an account you can{' '}
      <Link href="/join" className={LINK}>
        join with a code
      </Link>{' '}
      from a person who has started it, or try the machine on the{' '}
      <Link href="/" className={LINK}>
        first page
      </Link>
      .
    </EmptyState>
  );
}

function StartForm({ slug, variants, first }: { slug: string; variants: LabVariant[]; first: LabVariant }) {
  const trpc = useTRPC();
  const [kernel, setKernel] = useState<Kernel | null>(first);
  const start = useMutation(
    trpc.labs.start.mutationOptions({
      onSuccess: ({ machineId }) => window.location.assign(`/machines/${machineId}`),
    }),
  );
  return (
    <Card as="section" className="grid gap-3 p-4" aria-label="Start this lab">
      <SectionTitle>Start a machine</SectionTitle>
      <KernelFieldset variants={variants} onChoose={setKernel} />
      {start.error && <ErrorState title="The machine was not started." why={start.error.message} />}
      <Button
        variant="primary"
        size="lg"
        isPending={start.isPending || start.isSuccess}
        disabled={kernel === null}
        onClick={() => kernel && start.mutate({ slug, policy: kernel.policy, settings: kernel.settings })}
      >
        Start
      </Button>
      <p className="text-xs text-soft text-pretty">
        You are alone on it at first. To work together, press “Share” on the machine and hand out the code: nobody needs
        an account.
      </p>
    </Card>
  );
}
