import { LoaderCircle } from 'lucide-react';
import * as Slot from 'radix-ui/slot';
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

export type ButtonProps = ComponentProps<'button'> & {
  variant?: 'primary' | 'plain' | 'ghost';
  size?: 'sm' | 'md' | 'lg';
  /** Work is pending: shows a spinner and ignores further presses. The button keeps the focus. */
  isPending?: boolean;
  /** Styles its only child (a link, for example) as a button. */
  asChild?: boolean;
};

const VARIANT = {
  primary: 'border-ink bg-ink text-bg hover:opacity-85',
  plain: 'border-line bg-panel text-ink hover:border-line-strong',
  ghost: 'border-transparent bg-transparent text-soft hover:bg-sunk hover:text-ink',
};
const SIZE = { sm: 'min-h-6 px-2 text-xs', md: 'min-h-7 px-2.5 text-xs', lg: 'min-h-9 px-4 text-sm' };

/** A button. None is red: red means a kill. Use `ConfirmDialog` before an action that cannot be undone. */
export function Button({
  variant = 'plain',
  size = 'md',
  isPending,
  asChild,
  className,
  children,
  ...rest
}: ButtonProps) {
  const looks = cx(
    'inline-flex items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none',
    'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-3.5 [&_svg]:shrink-0',
    VARIANT[variant],
    SIZE[size],
    className,
  );
  if (asChild) return <Slot.Root className={looks}>{children}</Slot.Root>;
  return (
    <button
      type="button"
      className={looks}
      aria-busy={isPending || undefined}
      {...rest}
      aria-disabled={isPending || rest['aria-disabled'] || undefined}
      onClick={isPending ? (e) => e.preventDefault() : rest.onClick}
    >
      {isPending && <LoaderCircle className="animate-spin" aria-hidden />}
      {children}
    </button>
  );
}

/** A square button with an icon only. `label` is its accessible name. */
export function IconButton({ label, className, ...rest }: Omit<ButtonProps, 'asChild'> & { label: string }) {
  return (
    <Button
      variant="ghost"
      aria-label={label}
      title={label}
      className={cx('aspect-square px-0!', className)}
      {...rest}
    />
  );
}
