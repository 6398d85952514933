'use client';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useTRPCClient } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { AuthCard } from './AuthCard.tsx';

/** Brings a guest back to the own seat. The link's token is the proof. It needs a press, so that a preview of the link does not use the token. */
export function ResumeScreen() {
  const token = useSearchParams().get('token');
  const client = useTRPCClient();
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function resume(): Promise<void> {
    if (token === null) return;
    setPending(true);
    try {
      const { machineId } = await client.machines.resume.mutate({ token });
      window.location.assign(`/machines/${machineId}`);
    } catch (error) {
      setPending(false);
      setProblem(error instanceof Error ? error.message : 'The server did not answer.');
    }
  }

  return (
    <AuthCard title="Back to your place" lead="You continue as the same person, with the same processes.">
      {token === null && (
        <ErrorState
          title="This link is not complete."
          why="It should end in a long token. Copy the whole link, or join again with a code."
        />
      )}
      {problem && <ErrorState title="This link does not work." why={problem} />}
      {token !== null && (
        <Button variant="primary" size="lg" onClick={resume} isPending={isPending}>
          Continue
        </Button>
      )}
      {(problem || token === null) && (
        <Button asChild size="lg">
          <Link href="/join">Join with a code</Link>
        </Button>
      )}
    </AuthCard>
  );
}
