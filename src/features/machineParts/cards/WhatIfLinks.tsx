import type { Decision } from '@overcommit/reading';
import Link from 'next/link';
import type { SeatLike } from '@/machineView/people.ts';
import { whatIfsOf } from '@/machineView/whatIf.ts';
import { Button } from '@/ui/Button.tsx';

type Props = {
  decision: Decision;
  machineId: string;
  mySeat: SeatLike | null;
  /** See `whatIfsOf`. */
  missingSwap: number | null | undefined;
};

/** "What if: Solaris, strict, adj −500": each opens the replay at this entry with the variation prepared. */
export function WhatIfLinks({ decision, machineId, mySeat, missingSwap }: Props) {
  const asked = whatIfsOf(decision, mySeat, missingSwap);
  if (asked.length === 0) return null;
  return (
    <nav aria-label="What if" className="contents">
      <span className="text-soft">What if:</span>
      {asked.map(({ token, label, title }) => {
        const query = new URLSearchParams({ at: String(decision.seq), view: 'why', whatif: token });
        return (
          <Button asChild size="sm" key={token}>
            <Link href={`/machines/${machineId}/replay?${query}`} prefetch={false} title={title}>
              {label}
            </Link>
          </Button>
        );
      })}
    </nav>
  );
}
