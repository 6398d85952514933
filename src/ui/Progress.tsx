'use client';
import * as Radix from 'radix-ui/progress';
import { Button } from './Button.tsx';

/** For work of more than a second. `total` null = unknown. Shows its figures; `onCancel` adds a cancel button. */
export function Progress({
  label,
  done,
  total,
  onCancel,
}: {
  label: string;
  done: number;
  total: number | null;
  onCancel?: () => void;
}) {
  const share = total ? Math.min(1, done / total) : null;
  return (
    <div className="grid gap-1.5">
      <div className="flex items-center justify-between gap-3 text-xs">
        <span>
          {label} <span className="text-soft">{said(done, total)}</span>
        </span>
        {onCancel && (
          <Button size="sm" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
      <Radix.Root
        aria-label={label}
        value={share === null ? null : Math.round(share * 100)}
        className="h-1.5 overflow-hidden rounded-full bg-sunk"
      >
        <Radix.Indicator
          className={share === null ? 'skeleton h-full' : 'h-full rounded-full bg-ink transition-[width]'}
          style={share === null ? undefined : { width: `${share * 100}%` }}
        />
      </Radix.Root>
    </div>
  );
}

const said = (done: number, total: number | null) => {
  if (total) return `${figures(done)} of ${figures(total)}`;
  return done > 0 ? figures(done) : '…';
};
const figures = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');
