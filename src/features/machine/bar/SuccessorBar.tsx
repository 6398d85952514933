import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { LINK } from '@/ui/Small.tsx';

/** Link from a machine that was started again to the new one. */
export function SuccessorBar({ nextMachineId }: { nextMachineId: string }) {
  return (
    <p className="flex items-center justify-center gap-2 border-b border-line bg-sunk px-3 py-1.5">
      This machine was started again.
      <Link href={`/machines/${nextMachineId}`} className={`flex items-center gap-1 ${LINK}`}>
        To the new one
        <ArrowRight className="size-3.5" aria-hidden />
      </Link>
    </p>
  );
}
