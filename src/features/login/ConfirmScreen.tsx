'use client';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { LINK } from '@/ui/Small.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { AuthCard } from './AuthCard.tsx';

/** The holder of an account confirms that it is theirs, by a link that staff gave them. */
export function ConfirmScreen() {
  const token = useSearchParams().get('token') ?? '';
  const trpc = useTRPC();
  const confirm = useMutation(trpc.courses.confirmAccount.mutationOptions());
  return (
    <AuthCard
      title="Is this account yours?"
      lead="The staff of your course gave you this link. Open it while you are logged in, and confirm."
    >
      {token === '' ? (
        <ErrorState
          title="This link is not complete."
          why="It should end in a long token. Copy the whole link from where you were sent it."
        />
      ) : confirm.isSuccess ? (
        <p role="status">
          Confirmed.{' '}
          <Link href="/home" className={LINK}>
            To my machines
          </Link>
        </p>
      ) : (
        <div className="grid gap-4">
          {confirm.error && <ErrorState title="Not confirmed." why={whyNot(confirm.error)} />}
          <Button variant="primary" size="lg" isPending={confirm.isPending} onClick={() => confirm.mutate({ token })}>
            Yes, it is mine
          </Button>
        </div>
      )}
    </AuthCard>
  );
}

function whyNot({ data, message }: { data?: { code: string } | null; message: string }): string {
  return data?.code === 'UNAUTHORIZED' ? 'Log in to your account, then open this link again.' : message;
}
