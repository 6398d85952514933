import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

/** A key of the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded-sm border border-b-2 border-line px-1 font-mono text-2xs whitespace-nowrap text-soft">
      {children}
    </kbd>
  );
}

/** Text in the machine's typeface. */
export function Mono({ className, ...rest }: ComponentProps<'span'>) {
  return <span className={cx('font-mono text-[0.94em]', className)} {...rest} />;
}

/** The looks of a link in a text. */
export const LINK = 'underline decoration-line-strong underline-offset-2 hover:decoration-ink';

/** A named region that scrolls inside itself and is reachable by keyboard. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className={cx('overflow-auto -outline-offset-2', className)}>
      {children}
    </section>
  );
}
