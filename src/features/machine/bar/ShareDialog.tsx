'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Share2 } from 'lucide-react';
import { useEffect } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { CopyButton } from '@/ui/CopyButton.tsx';
import { ErrorState, Skeleton } from '@/ui/States.tsx';
import { dateWords } from '../../home/dates.ts';
import { BarDialog } from './BarDialog.tsx';

/** A code and a link with which others take a seat. Opening the dialog creates the code. */
export function ShareDialog({ machineId }: { machineId: string }) {
  return (
    <BarDialog
      title="Share this machine"
      lead="Anyone with the code can take a seat, with or without an account."
      icon={<Share2 aria-hidden />}
      label="Share"
    >
      <ShareBody machineId={machineId} />
    </BarDialog>
  );
}

function ShareBody({ machineId }: { machineId: string }) {
  const trpc = useTRPC();
  const share = useMutation(trpc.machines.share.mutationOptions());
  const revoke = useMutation(trpc.machines.revokeCode.mutationOptions());
  const { mutate } = share;
  // Opening the dialog is the request for a code.
  useEffect(() => mutate({ machineId }), [mutate, machineId]);
  if (share.isError)
    return (
      <ErrorState
        title="No code could be made"
        why={share.error.message}
        action={<Button onClick={() => mutate({ machineId })}>Try again</Button>}
      />
    );
  if (revoke.isSuccess)
    return (
      <p>
        The code no longer works. {revoke.variables.withGuests ? 'Its guests were sent away.' : 'Who is in stays in.'}{' '}
        <Button
          size="sm"
          onClick={() => {
            revoke.reset();
            mutate({ machineId });
          }}
        >
          Make a new one
        </Button>
      </p>
    );
  if (!share.data) return <Skeleton className="h-28" label="Making a code" />;
  const { code, url, expiresAt } = share.data;
  return (
    <div className="grid gap-3">
      <p className="rounded-lg bg-sunk py-4 text-center font-mono text-3xl font-semibold tracking-[0.2em] select-all">
        {code}
      </p>
      <div className="flex flex-wrap gap-2">
        <CopyButton label="Copy the code" text={code} />
        <CopyButton label="Copy the link" text={url} />
      </div>
      <QrCode url={url} />
      <p className="font-mono text-xs text-soft wrap-anywhere select-all">{url}</p>
      <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line pt-3">
        <p className="text-xs text-soft">
          Works until <time dateTime={expiresAt.toISOString()}>{dateWords(expiresAt, new Date())}</time>
        </p>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" isPending={revoke.isPending} onClick={() => revoke.mutate({ machineId })}>
            Stop sharing
          </Button>
          <Button size="sm" isPending={revoke.isPending} onClick={() => revoke.mutate({ machineId, withGuests: true })}>
            Stop, and send guests away
          </Button>
        </div>
      </div>
    </div>
  );
}

/** The link as a QR code, for phones. Its library loads only here. */
function QrCode({ url }: { url: string }) {
  const { data } = useQuery({
    queryKey: ['qr', url],
    queryFn: async () => (await import('qrcode')).toDataURL(url, { margin: 2, width: 360 }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!data) return <Skeleton className="mx-auto h-44 w-44" label="Drawing the QR code" />;
  // biome-ignore lint/performance/noImgElement: a data URI has nothing to optimise
  return <img src={data} alt="QR code of the link" className="mx-auto size-44 rounded-md" />;
}
