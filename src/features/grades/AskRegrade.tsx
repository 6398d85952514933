'use client';
import type { MyItem } from '@overcommit/protocol/api';
import { useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { Field, Select } from '@/ui/Field.tsx';
import { RegradeForm } from './RegradeForm.tsx';

type Props = { assignmentId: string; item: MyItem };

/** Asks for a regrade of an item, at one of its entries or of the whole. */
export function AskRegrade({ assignmentId, item }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [seq, setSeq] = useState('');
  const entries = item.automatic?.evidence ?? [];
  const machineId = item.automatic?.machineId ?? null;
  const at = seq === '' || machineId === null ? null : { machineId, seq: Number(seq) };
  return (
    <Dialog
      title="Ask for a regrade"
      lead={item.title}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button variant="ghost" className="justify-self-start" aria-label={`Ask for a regrade: ${item.title}`}>
          Ask for a regrade
        </Button>
      }
    >
      <RegradeForm assignmentId={assignmentId} itemId={item.itemId} at={at} onEnd={() => setOpen(false)}>
        {entries.length > 0 && (
          <Field label="Entry of the log">
            {(aria) => (
              <Select
                {...aria}
                value={seq}
                onChange={(event) => setSeq(event.currentTarget.value)}
                options={[
                  { value: '', label: 'None in particular' },
                  ...entries.map((one) => ({ value: String(one), label: `#${one}` })),
                ]}
              />
            )}
          </Field>
        )}
      </RegradeForm>
    </Dialog>
  );
}
