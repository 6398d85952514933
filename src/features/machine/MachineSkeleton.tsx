import { cx } from '@/ui/cx.ts';
import { Skeleton } from '@/ui/States.tsx';

/** Placeholders for the parts of a machine's screen while its entries load. */
export function MachineSkeleton({ className }: { className?: string }) {
  return (
    <div
      className={cx(
        'flex flex-col gap-2.5 bg-bg p-3 min-[1100px]:grid min-[1100px]:grid-cols-[272px_minmax(0,1fr)_324px] min-[1280px]:grid-cols-[264px_minmax(0,1fr)_356px] min-[1600px]:grid-cols-[296px_minmax(0,1fr)_436px] min-[1100px]:gap-6',
        className,
      )}
    >
      <div className="grid content-start gap-2.5 max-[1099px]:order-last">
        <Skeleton className="w-16" label="Opening the machine" />
        <Skeleton className="h-24" label="" />
        <Skeleton className="h-24" label="" />
      </div>
      <div className="flex flex-col gap-2.5">
        <Skeleton className="h-38" label="" />
        <Skeleton className="min-h-64 flex-1" label="" />
        <Skeleton className="h-48" label="" />
      </div>
      <div className="flex flex-col gap-2.5 max-[1099px]:hidden">
        <Skeleton className="h-8" label="" />
        <Skeleton className="flex-[3]" label="" />
        <Skeleton className="flex-[2]" label="" />
      </div>
    </div>
  );
}
