'use client';
import * as Slot from 'radix-ui/slot';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { Button } from './Button.tsx';

const load = () => import('./DialogBody.tsx');
const DialogBody = lazy(() => load().then((m) => ({ default: m.DialogBody })));

/** The focused element. A menu is about to close, so for an element in it: the button that opened the menu. */
function focusToReturnTo(): HTMLElement | null {
  const { activeElement } = document;
  const menu = activeElement?.closest('[role="menu"]');
  const id = menu?.getAttribute('aria-labelledby');
  const element = id ? document.getElementById(id) : activeElement;
  return element instanceof HTMLElement ? element : null;
}

type Props = {
  title: ReactNode;
  lead?: ReactNode;
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  children: ReactNode;
};

/** A dialog with title and close button. Controlled by `open`/`onOpenChange`, or opened by `trigger`. */
export function Dialog({ title, lead, trigger, open, onOpenChange, className, children }: Props) {
  const [isOpenInside, setOpenInside] = useState(false);
  const opener = useRef<HTMLElement | null>(null);
  const isOpen = open ?? isOpenInside;
  const [isWanted, setWanted] = useState(isOpen);
  const [wasOpen, setWasOpen] = useState(false);
  if (isOpen !== wasOpen) {
    setWasOpen(isOpen);
    if (isOpen) setWanted(true);
    if (isOpen && !trigger) opener.current = focusToReturnTo();
  }
  const change = (next: boolean) => {
    setOpenInside(next);
    onOpenChange?.(next);
  };
  return (
    <>
      {trigger && (
        <Slot.Root
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onPointerEnter={load}
          onFocus={load}
          onClick={(e: { currentTarget: EventTarget }) => {
            opener.current = e.currentTarget as HTMLElement;
            change(true);
          }}
        >
          {trigger}
        </Slot.Root>
      )}
      {isWanted && (
        <Suspense>
          <DialogBody
            title={title}
            lead={lead}
            open={isOpen}
            onOpenChange={change}
            onClosed={() => opener.current?.focus()}
            className={className}
          >
            {children}
          </DialogBody>
        </Suspense>
      )}
    </>
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
