'use client';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { Button } from '@/ui/Button.tsx';
import { TextField } from '@/ui/Field.tsx';
import { LINK } from '@/ui/Small.tsx';
import { AuthCard, FormMessage } from './AuthCard.tsx';
import { logIn, safeNext, signUp } from './authClient.ts';
import { useSubmit } from './useSubmit.ts';

/** Reloads the next page, so that all queries run again in the new session. */
const goTo = (path: string) => window.location.assign(path);

export function LoginScreen() {
  const params = useSearchParams();
  const next = params.get('next');
  const form = useSubmit(
    ({ email = '', password = '' }) => logIn(email, password),
    () => goTo(safeNext(next)),
  );
  return (
    <AuthCard
      title="Log in"
      lead={params.has('saved') && 'Your password is saved. Log in with it and with the address you were invited with.'}
      below={
        <>
          No account?{' '}
          <Link href={next ? `/signup?next=${encodeURIComponent(next)}` : '/signup'} className={LINK}>
            Sign up
          </Link>
          , or{' '}
          <Link href="/join" className={LINK}>
            join with a code
          </Link>
          .
        </>
      }
    >
      <form method="post" onSubmit={form.onSubmit} className="grid gap-4" noValidate>
        <TextField
          label="Email"
          name="email"
          type="email"
          autoComplete="username"
          required
          error={form.errorOf('email')}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          error={form.errorOf('password')}
        />
        <FormMessage message={form.message} />
        <Button type="submit" variant="primary" size="lg" isPending={form.isPending}>
          Log in
        </Button>
        <p className="text-xs text-soft text-pretty">
          Forgot the password? The host of this service can hand you a link for a new one.
        </p>
      </form>
    </AuthCard>
  );
}

export function SignupScreen() {
  const next = useSearchParams().get('next');
  const form = useSubmit(
    ({ name = '', email = '', password = '' }) =>
      name.trim() === ''
        ? Promise.resolve({ ok: false, field: 'name', message: 'Tell us what to call you.' })
        : signUp(name.trim(), email, password),
    () => goTo(safeNext(next)),
  );
  return (
    <AuthCard
      title="Sign up"
      below={
        <>
          Already here?{' '}
          <Link href={next ? `/login?next=${encodeURIComponent(next)}` : '/login'} className={LINK}>
            Log in
          </Link>
        </>
      }
    >
      <form method="post" onSubmit={form.onSubmit} className="grid gap-4" noValidate>
        <TextField
          label="Name"
          name="name"
          autoComplete="name"
          maxLength={40}
          required
          hint="Others on your machine see it."
          error={form.errorOf('name')}
        />
        <TextField
          label="Email"
          name="email"
          type="email"
          autoComplete="username"
          required
          error={form.errorOf('email')}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={10}
          maxLength={128}
          required
          hint="At least 10 characters."
          error={form.errorOf('password')}
        />
        <FormMessage message={form.message} />
        <Button type="submit" variant="primary" size="lg" isPending={form.isPending}>
          Sign up
        </Button>
      </form>
    </AuthCard>
  );
}
