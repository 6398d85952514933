'use client';
import { useSearchParams } from 'next/navigation';
import { useTRPCClient } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { TextField } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { AuthCard, FormMessage } from './AuthCard.tsx';
import { apiOutcome } from './apiOutcome.ts';
import { type AuthOutcome, logIn } from './authClient.ts';
import { useSubmit } from './useSubmit.ts';

/** Makes the first account of a fresh service: its host. The token was printed by the server when it started. */
export function SetupScreen() {
  const token = useSearchParams().get('token') ?? '';
  const client = useTRPCClient();
  const form = useSubmit(
    async ({ name = '', email = '', password = '' }): Promise<AuthOutcome> => {
      try {
        await client.setup.complete.mutate({ token, name, email, password });
        return logIn(email, password);
      } catch (error) {
        return apiOutcome(error, { name: 'name', email: 'email', password: 'password' });
      }
    },
    () => window.location.assign('/home'),
  );
  return (
    <AuthCard
      title="Set up this service"
      lead="The first account is the host: it makes courses and sees to the service."
    >
      {token === '' ? (
        <ErrorState
          title="The token is missing."
          why="Open the whole link that the server printed when it started. It works once."
        />
      ) : (
        <form method="post" onSubmit={form.onSubmit} className="grid gap-4" noValidate>
          <TextField label="Name" name="name" autoComplete="name" maxLength={40} error={form.errorOf('name')} />
          <TextField label="Email" name="email" type="email" autoComplete="username" error={form.errorOf('email')} />
          <TextField
            label="Password"
            name="password"
            type="password"
            autoComplete="new-password"
            hint="At least 10 characters."
            error={form.errorOf('password')}
          />
          <FormMessage message={form.message} />
          <Button type="submit" variant="primary" size="lg" isPending={form.isPending}>
            Make me the host
          </Button>
        </form>
      )}
    </AuthCard>
  );
}
