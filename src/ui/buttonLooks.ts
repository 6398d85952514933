import { cx } from './cx.ts';

const VARIANT = {
  primary: 'border-ink bg-ink text-bg hover:opacity-85',
  plain: 'border-line bg-panel text-ink hover:border-line-strong',
  ghost: 'border-transparent bg-transparent text-soft hover:bg-sunk hover:text-ink',
};
const SIZE = { sm: 'min-h-6 px-2 text-xs', md: 'min-h-7 px-2.5 text-xs', lg: 'min-h-9 px-4 text-sm' };

export type ButtonVariant = keyof typeof VARIANT;
export type ButtonSize = keyof typeof SIZE;

/** The classes of a button, for the one page that must not load more than it needs: the one for errors. */
export function buttonLooks(variant: ButtonVariant, size: ButtonSize): string {
  return cx(
    'inline-flex items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none',
    'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-3.5 [&_svg]:shrink-0',
    VARIANT[variant],
    SIZE[size],
  );
}
