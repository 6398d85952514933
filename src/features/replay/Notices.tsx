import type { ReplayInfo } from '@overcommit/protocol/api';
import { entryNumber } from '@overcommit/reading';
import Link from 'next/link';
import { Button } from '@/ui/Button.tsx';
import { LINK } from '@/ui/Small.tsx';

type Props = {
  last: number;
  isPartial: boolean;
  concealedAfter: number | null;
  /** Null when the reader may not change what is concealed. */
  onReveal: (() => void) | null;
  branchedFrom: ReplayInfo['branchedFrom'];
};

/** Notices about this log: it ends early, or it began on another machine. */
export function Notices({ last, isPartial, concealedAfter, onReveal, branchedFrom }: Props) {
  return (
    <>
      {isPartial && (
        <p role="status" className="bg-warn-bg px-4 py-1.5 text-center text-warn">
          Reading was stopped: this is the beginning of the log only, up to {entryNumber(last)}.
        </p>
      )}
      {concealedAfter !== null && (
        <p role="status" className="flex flex-wrap items-center justify-center gap-2 bg-sunk px-4 py-1 text-center">
          {onReveal ? (
            <>
              Students see nothing after {entryNumber(concealedAfter)}.
              <Button size="sm" onClick={onReveal}>
                Reveal
              </Button>
            </>
          ) : (
            <>What happened after {entryNumber(concealedAfter)} is concealed for now.</>
          )}
        </p>
      )}
      {branchedFrom && (
        <p className="bg-sunk px-4 py-1 text-center text-soft">
          Began as{' '}
          {branchedFrom.title === null ? (
            'another machine'
          ) : (
            <Link href={`/machines/${branchedFrom.machineId}/replay?at=${branchedFrom.atSeq}`} className={LINK}>
              {branchedFrom.title}
            </Link>
          )}{' '}
          at {entryNumber(branchedFrom.atSeq)}.
        </p>
      )}
    </>
  );
}
