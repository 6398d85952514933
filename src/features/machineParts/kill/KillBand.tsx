'use client';
import Link from 'next/link';
import type { KillMoment } from '@/machineView/killMoment.ts';
import { cx } from '@/ui/cx.ts';
import type { Announced } from './useKillMoment.ts';

const BUTTON =
  'inline-flex min-h-8 items-center justify-center rounded-md border border-white/50! px-3 text-xs font-semibold whitespace-nowrap focus-visible:outline-white';

/** Says who died and why, on the one red surface of the product. A screen reader hears it from the live region. */
export function KillBand({
  announced,
  replayHref,
  onWhy,
  className,
}: {
  announced: Announced | null;
  replayHref?: (seq: number) => string;
  onWhy: (seq: number) => void;
  className?: string;
}) {
  if (!announced || announced.ms === null) return null;
  const { moment, ms, hold } = announced;
  return (
    <section
      aria-label="Killed just now"
      data-kill={moment.seq}
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
      className={cx(
        'relative grid shrink-0 gap-x-3 gap-y-2.5 overflow-hidden bg-(--kill-band) px-4 py-3 text-white sm:grid-cols-[minmax(0,1fr)_auto]',
        className,
      )}
    >
      <p className="min-w-0 text-[1.625rem] leading-[1.15] font-semibold tracking-tight text-balance wrap-anywhere">
        {moment.title}
      </p>
      <p className="-mt-1.5 text-lg leading-snug text-pretty wrap-anywhere sm:order-last sm:col-span-2">{moment.why}</p>
      <div className="flex items-start gap-1.5 max-sm:[&>*]:min-h-10 max-sm:[&>*]:flex-1 max-sm:[&>*]:text-sm">
        {replayHref && (
          <Link href={replayHref(moment.seq)} prefetch={false} className={BUTTON}>
            Replay 5 s
          </Link>
        )}
        <button type="button" className={cx(BUTTON, 'bg-white text-[#b3132d]')} onClick={() => onWhy(moment.seq)}>
          {questionOf(moment)}
        </button>
      </div>
      <span
        aria-hidden
        className="drain absolute inset-x-0 bottom-0 h-[3px] bg-white/55 motion-reduce:hidden"
        style={{ animationDuration: `${ms}ms` }}
      />
    </section>
  );
}

function questionOf({ isMine, victims }: KillMoment): string {
  if (victims.length > 1) return 'Why these?';
  return isMine ? 'Why mine?' : 'Why this one?';
}
