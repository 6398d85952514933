'use client';
import { X } from 'lucide-react';
import * as Radix from 'radix-ui/dialog';
import type { ReactNode } from 'react';
import { IconButton } from './Button.tsx';
import { cx } from './cx.ts';

type Props = {
  title: ReactNode;
  lead?: ReactNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Gives the focus back to where it came from. */
  onClosed: () => void;
  className?: string;
  children: ReactNode;
};

/** The dialog itself; it is loaded when it is first opened. */
export function DialogBody({ title, lead, open, onOpenChange, onClosed, className, children }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Radix.Content
          {...(lead ? {} : { 'aria-describedby': undefined })}
          onCloseAutoFocus={(e) => {
            e.preventDefault();
            onClosed();
          }}
          className={cx(
            'rise fixed top-[8vh] left-1/2 z-50 max-h-[84vh] w-[min(30rem,calc(100vw-2rem))] -translate-x-1/2 overflow-y-auto',
            'rounded-lg border border-line bg-panel p-5 shadow-xl',
            className,
          )}
        >
          <div className="flex items-start justify-between gap-3">
            <Radix.Title className="text-lg font-semibold text-balance">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label="Close" className="-mt-1 -mr-1">
                <X aria-hidden />
              </IconButton>
            </Radix.Close>
          </div>
          {lead && <Radix.Description className="mt-1 text-sm text-soft">{lead}</Radix.Description>}
          <div className="mt-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
