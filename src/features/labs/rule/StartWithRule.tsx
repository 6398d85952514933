'use client';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { LINK } from '@/ui/Small.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { useMe } from '../../home/useMe.ts';
import { OwnLogs } from './OwnLogs.tsx';

/** Starts the lab on a machine whose killer uses the rule. It needs an account; others see how to get one. */
export function StartWithRule({
  slug,
  settings,
  isReady,
}: {
  slug: string;
  settings: Record<string, string>;
  isReady: boolean;
}) {
  const me = useMe();
  const trpc = useTRPC();
  const start = useMutation(
    trpc.labs.start.mutationOptions({
      onSuccess: ({ machineId }) => window.location.assign(`/machines/${machineId}`),
    }),
  );
  if (me === undefined) return null;
  if (me === null || me.isGuest) {
    return (
      <p className="text-sm text-soft">
        <Link href={`/${me ? 'signup' : 'login'}?next=/labs/${slug}`} className={LINK}>
          {me ? 'Make an account' : 'Log in'}
        </Link>{' '}
        to start a machine whose killer goes by this rule.
      </p>
    );
  }
  return (
    <div className="grid justify-items-start gap-2">
      {start.error && <ErrorState title="The machine was not started." why={start.error.message} />}
      <Button
        variant="primary"
        size="lg"
        disabled={!isReady}
        isPending={start.isPending || start.isSuccess}
        onClick={() => start.mutate({ slug, settings })}
      >
        Start a machine with this rule
      </Button>
      <OwnLogs />
    </div>
  );
}
