'use client';
import { useSearchParams } from 'next/navigation';
import { useTRPCClient } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { TextField } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { AuthCard, FormMessage } from './AuthCard.tsx';
import { apiOutcome } from './apiOutcome.ts';
import type { AuthOutcome } from './authClient.ts';
import { useSubmit } from './useSubmit.ts';

/** Sets name and password from an invitation or a password link, once. */
export function InviteScreen() {
  const search = useSearchParams();
  const token = search.get('token') ?? '';
  const isInvitation = search.get('for') !== 'password';
  const client = useTRPCClient();
  const form = useSubmit(
    async ({ name, password = '' }): Promise<AuthOutcome> => {
      try {
        await client.courses.acceptInvitation.mutate({ token, name, password });
        return { ok: true };
      } catch (error) {
        return apiOutcome(error, { name: 'name', password: 'password' });
      }
    },
    () => window.location.assign('/login?saved=1'),
  );
  return (
    <AuthCard
      title={isInvitation ? 'Welcome' : 'A new password'}
      lead={
        isInvitation
          ? 'Choose a name and a password. Then log in with the address you were invited with.'
          : 'It replaces the one before, and logs you out everywhere. Then log in with it.'
      }
    >
      {token === '' ? (
        <ErrorState
          title="This link is not complete."
          why="It should end in a long token. Copy the whole link from where you were sent it."
        />
      ) : (
        <form method="post" onSubmit={form.onSubmit} className="grid gap-4" noValidate>
          {isInvitation && (
            <TextField label="Name" name="name" autoComplete="name" maxLength={40} error={form.errorOf('name')} />
          )}
          <TextField
            label="Password"
            name="password"
            type="password"
            autoComplete="new-password"
            hint={
              isInvitation
                ? 'At least 10 characters. If you made an account with this address before, use its password, and both become one.'
                : 'At least 10 characters.'
            }
            error={form.errorOf('password')}
          />
          <FormMessage message={form.message} />
          <Button type="submit" variant="primary" size="lg" isPending={form.isPending}>
            Save
          </Button>
        </form>
      )}
    </AuthCard>
  );
}
