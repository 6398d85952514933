'use client';
import type { CodeShape } from '@overcommit/protocol/api';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { useTRPC, useTRPCClient } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Input, TextField } from '@/ui/Field.tsx';
import { LINK } from '@/ui/Small.tsx';
import { Skeleton } from '@/ui/States.tsx';
import { useMe } from '../home/useMe.ts';
import { AuthCard, FormMessage } from './AuthCard.tsx';
import { apiOutcome } from './apiOutcome.ts';
import type { AuthOutcome } from './authClient.ts';
import { useSubmit } from './useSubmit.ts';

/** Asks for the code only; the next page asks for a name. */
export function CodeScreen() {
  const router = useRouter();
  const form = useSubmit(
    async ({ name = '' }): Promise<AuthOutcome> =>
      name.trim() === '' ? { ok: false, field: 'name', message: 'Type the code you were given.' } : { ok: true },
    () => {
      const typed = document.querySelector<HTMLInputElement>('input[name="name"]')?.value.trim() ?? '';
      router.push(`/join/${encodeURIComponent(typed)}`);
    },
  );
  return (
    <AuthCard title="Join with a code" lead="The person who runs the machine finds it behind “Share”.">
      <form method="post" onSubmit={form.onSubmit} className="grid gap-4" noValidate>
        <TextField
          label="Code"
          name="name"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={64}
          placeholder="XXXXX-XXXXX"
          className="[&_input]:font-mono [&_input]:text-lg"
          error={form.errorOf('name')}
        />
        <Button type="submit" variant="primary" size="lg">
          Continue
        </Button>
      </form>
    </AuthCard>
  );
}

/** Says what a code opens, then takes a seat there: under the own account, or as a guest with a name. */
export function JoinScreen({ code }: { code: string }) {
  const me = useMe();
  const isKnown = me != null && !me.isGuest;
  const { form, joined } = useJoin(code, isKnown);
  const about = useQuery(useTRPC().machines.aboutCode.queryOptions({ code }, { retry: false }));
  const refusal = about.data && 'refusal' in about.data ? about.data.refusal : null;
  if (joined?.resumeUrl) return <KeepLink machineId={joined.machineId} url={joined.resumeUrl} />;
  const login = (
    <>
      Have an account?{' '}
      <Link href={`/login?next=${encodeURIComponent(`/join/${code}`)}`} className={LINK}>
        Log in first
      </Link>
    </>
  );
  return (
    <AuthCard title="Join this machine" lead={<Lead code={code} about={about.data} />} below={me === null && login}>
      {me === undefined || about.isPending ? (
        <Skeleton className="h-16" />
      ) : refusal !== null ? (
        <FormMessage message={refusal} />
      ) : (
        <form method="post" onSubmit={form.onSubmit} className="grid gap-4" noValidate>
          {isKnown ? (
            <p>
              You join as <b className="font-medium break-words">{me.name}</b>.
            </p>
          ) : (
            <TextField
              label="Your name"
              name="name"
              defaultValue={me?.name}
              autoComplete="nickname"
              maxLength={40}
              hint="Everyone on this machine sees it."
              error={form.errorOf('name')}
            />
          )}
          <FormMessage message={form.message} />
          <Button type="submit" variant="primary" size="lg" isPending={form.isPending}>
            Join
          </Button>
        </form>
      )}
    </AuthCard>
  );
}

/** Which lab it is and whose machine, once that is known; the code, and the way to another one. */
function Lead({ code, about }: { code: string; about: CodeShape | undefined }) {
  return (
    <>
      {about && 'title' in about && (
        <span className="block break-words">
          <b className="font-medium text-ink">{about.title}</b>
          {about.owner !== null && <>, a machine of {about.owner}</>}
        </span>
      )}
      Code <span className="font-mono break-all text-ink">{code}</span> ·{' '}
      <Link href="/join" className={LINK}>
        another code
      </Link>
    </>
  );
}

/** `joined` has a link for a guest; everyone else goes to the machine at once. */
function useJoin(code: string, isKnown: boolean) {
  const client = useTRPCClient();
  const [joined, setJoined] = useState<{ machineId: string; resumeUrl?: string } | null>(null);
  const form = useSubmit(
    async ({ name }): Promise<AuthOutcome> => {
      try {
        const displayName = name?.trim() || undefined;
        if (!isKnown && displayName === undefined)
          return { ok: false, field: 'name', message: 'Tell us what to call you.' };
        const place = await client.machines.joinByCode.mutate({ code, displayName });
        setJoined(place);
        if (!place.resumeUrl) window.location.assign(`/machines/${place.machineId}`);
        return { ok: true };
      } catch (error) {
        return apiOutcome(error, { displayName: 'name' });
      }
    },
    () => {},
  );
  return { form, joined };
}

/** A guest's only way back is this link, so it is shown once before the machine. */
function KeepLink({ machineId, url }: { machineId: string; url: string }) {
  const [isCopied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  /** Without https a page has no clipboard. The link is selected then, so that it can be copied by hand. */
  const copy = async () => {
    field.current?.select();
    const done = await navigator.clipboard?.writeText(url).then(
      () => true,
      () => false,
    );
    setCopied(done === true);
  };
  return (
    <AuthCard
      title="You are in"
      lead="Keep this link: it brings you back to your seat, also on another device. Anyone who has it can act as you."
    >
      <Input
        ref={field}
        readOnly
        value={url}
        aria-label="Your link"
        className="font-mono"
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="flex flex-wrap gap-2">
        <Button size="lg" onClick={() => void copy()}>
          {isCopied ? 'Copied' : 'Copy link'}
        </Button>
        <Button asChild size="lg" variant="primary" className="grow">
          <a href={`/machines/${machineId}`}>Open the machine</a>
        </Button>
      </div>
    </AuthCard>
  );
}
