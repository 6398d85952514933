import { LoaderCircle } from 'lucide-react';
import * as Slot from 'radix-ui/slot';
import type { ComponentProps } from 'react';
import { type ButtonSize, type ButtonVariant, buttonLooks } from './buttonLooks.ts';
import { cx } from './cx.ts';

export type ButtonProps = ComponentProps<'button'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Work is pending: shows a spinner and ignores further presses. The button keeps the focus. */
  isPending?: boolean;
  /** Styles its only child (a link, for example) as a button. */
  asChild?: boolean;
};

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
  const looks = cx(buttonLooks(variant, size), className);
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
