'use client';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Button, IconButton } from './Button.tsx';
import { cx } from './cx.ts';

/** A dialog with title and close button. Controlled by `open`/`onOpenChange`, or opened by `trigger`. */
export function Dialog({
  title,
  lead,
  trigger,
  open,
  onOpenChange,
  className,
  children,
}: {
  title: ReactNode;
  lead?: ReactNode;
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Radix.Content
          aria-describedby={lead ? undefined : ''}
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

/** Asks once before something that cannot be undone. `onConfirm` may be async; the dialog closes when it is done. */
export function ConfirmDialog({
  title,
  lead,
  trigger,
  confirmLabel,
  onConfirm,
}: {
  title: ReactNode;
  lead: ReactNode;
  trigger: ReactNode;
  confirmLabel: string;
  onConfirm: () => void | Promise<void>;
}) {
  const [open, setOpen] = useState(false);
  const [isPending, setPending] = useState(false);
  const confirm = async () => {
    setPending(true);
    try {
      await onConfirm();
      setOpen(false);
    } finally {
      setPending(false);
    }
  };
  return (
    <Dialog title={title} lead={lead} trigger={trigger} open={open} onOpenChange={setOpen}>
      <div className="flex justify-end gap-2">
        <Button onClick={() => setOpen(false)}>Cancel</Button>
        <Button variant="primary" isPending={isPending} onClick={confirm}>
          {confirmLabel}
        </Button>
      </div>
    </Dialog>
  );
}
