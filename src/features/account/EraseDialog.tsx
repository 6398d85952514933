'use client';
import { type ReactNode, useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { TextField } from '@/ui/Field.tsx';
import { FormMessage } from '../login/AuthCard.tsx';
import { apiOutcome } from '../login/apiOutcome.ts';
import type { AuthOutcome } from '../login/authClient.ts';
import { useSubmit } from '../login/useSubmit.ts';

type Erasure = { asksPassword?: boolean; erase: (password: string) => Promise<unknown>; onDone: () => void };

/** Says what goes and what stays when an account is erased, and does it. */
export function EraseDialog({ title, trigger, ...erasure }: Erasure & { title: string; trigger: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog title={title} lead="This cannot be undone." open={isOpen} onOpenChange={setOpen} trigger={trigger}>
      {isOpen && <Form {...erasure} onCancel={() => setOpen(false)} />}
    </Dialog>
  );
}

function Form({ asksPassword = false, erase, onDone, onCancel }: Erasure & { onCancel: () => void }) {
  const form = useSubmit(async ({ password = '' }): Promise<AuthOutcome> => {
    try {
      await erase(password);
      return { ok: true };
    } catch (error) {
      return apiOutcome(error, { password: 'password' });
    }
  }, onDone);
  return (
    <form method="post" onSubmit={form.onSubmit} className="grid gap-4" noValidate>
      <WhatGoes />
      {asksPassword && (
        <TextField
          label="Your password"
          name="password"
          type="password"
          autoComplete="current-password"
          error={form.errorOf('password')}
        />
      )}
      <FormMessage message={form.message} />
      <div className="flex justify-end gap-2">
        <Button type="button" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" isPending={form.isPending}>
          Erase for good
        </Button>
      </div>
    </form>
  );
}

function WhatGoes() {
  return (
    <div className="grid gap-2 text-sm">
      <p>
        <strong>Goes:</strong> the name, the address, the password, all sessions and links, the texts of comments,
        variations and labs that no other person uses, and a role as a host or on the staff of a course.
      </p>
      <p>
        <strong>Stays:</strong> the logs of machines, answers, work that was handed in, and grades. They name a number,
        and screens and the gradebook say “Former member”. Backups that were made before keep the name until they are
        deleted.
      </p>
    </div>
  );
}
