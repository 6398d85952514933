'use client';
import { type FormEvent, useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { Field, Textarea } from '@/ui/Field.tsx';
import { toast } from '@/ui/Toaster.tsx';

/** A message that appears at once on all open screens. It is not stored. */
export function SayDialog({
  title,
  isOpen,
  onClose,
  onSay,
}: {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  onSay: (text: string) => Promise<unknown>;
}) {
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    try {
      await onSay(text);
      setText('');
      setError(null);
      onClose();
      toast('Sent.');
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : 'The message was not sent. Try again.');
    } finally {
      setPending(false);
    }
  };
  return (
    <Dialog
      title={title}
      lead="It appears on every screen that is open now. It is not in the log, and people who come later do not see it."
      open={isOpen}
      onOpenChange={(open) => !open && onClose()}
    >
      <form onSubmit={send} className="grid gap-3">
        <Field label="Message" error={error}>
          {(aria) => <Textarea {...aria} maxLength={300} value={text} onChange={(e) => setText(e.target.value)} />}
        </Field>
        <Button
          type="submit"
          variant="primary"
          className="justify-self-end"
          disabled={text.trim() === ''}
          isPending={isPending}
        >
          Send
        </Button>
      </form>
    </Dialog>
  );
}
