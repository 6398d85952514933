import { count } from '@overcommit/reading';
import { CircleStop, Unplug } from 'lucide-react';
import Link from 'next/link';
import { LINK } from '@/ui/Small.tsx';
import type { LinkState } from '../live/liveLink.ts';

/** Cannot be dismissed. It disappears when the connection is back. */
export function ConnectionBar({
  connection,
  message,
  pending,
  outage,
  isApart,
}: Pick<LinkState, 'connection' | 'message' | 'isApart'> & { pending: number; outage: string | null }) {
  const isStopped = connection === 'stopped';
  const isShown = connection === 'lost' || isStopped || outage !== null || isApart;
  return (
    <div role="status">
      {isShown && (
        <p className="flex items-start justify-center gap-2 bg-warn-bg px-4 py-1.5 text-warn">
          {!isStopped ? (
            <Unplug className="mt-px size-4 shrink-0" aria-hidden />
          ) : (
            <CircleStop className="mt-px size-4 shrink-0" aria-hidden />
          )}
          <span>
            {!isStopped && connection !== 'lost' && outage === null ? (
              'Others’ changes may come late: a part of the service does not answer. What you do is stored at once.'
            ) : !isStopped ? (
              <>
                {connection === 'lost' ? 'The connection to the server is lost.' : outage}{' '}
                {pending > 0
                  ? `${count(pending, 'command')} will be sent again, once, as soon as it is back.`
                  : 'What you see is the last known state; we go on trying.'}
              </>
            ) : (
              <>
                {message}{' '}
                <Link href="/home" className={LINK}>
                  To my machines
                </Link>
              </>
            )}
          </span>
        </p>
      )}
    </div>
  );
}
