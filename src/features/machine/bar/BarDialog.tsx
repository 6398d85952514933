'use client';
import { type ReactNode, useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';

/** A dialog with its button in the machine's bar; on a narrow screen the button is its icon. What it shows is mounted while it is open. */
export function BarDialog({
  title,
  lead,
  icon,
  label,
  children,
}: {
  title: string;
  lead: string;
  icon: ReactNode;
  label: string;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title={title}
      lead={lead}
      trigger={
        <Button>
          {icon}
          <span className="max-sm:sr-only">{label}</span>
        </Button>
      }
      open={open}
      onOpenChange={setOpen}
    >
      {open && children}
    </Dialog>
  );
}
