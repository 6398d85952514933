import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

const TONE = {
  plain: 'border-line bg-panel text-ink',
  soft: 'border-transparent bg-sunk text-soft',
  ok: 'border-line bg-panel text-ok',
  warn: 'border-transparent bg-warn-bg text-warn',
  kill: 'border-transparent bg-kill-bg text-kill',
};

/** A pill. `warn` for warnings and refusals only, `kill` for kills only. */
export function Badge({ tone = 'plain', className, ...rest }: ComponentProps<'span'> & { tone?: keyof typeof TONE }) {
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1.5 rounded-full border px-2 py-0.5 text-xs whitespace-nowrap',
        TONE[tone],
        className,
      )}
      {...rest}
    />
  );
}
