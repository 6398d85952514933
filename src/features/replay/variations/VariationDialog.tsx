'use client';
import { entryNumber } from '@overcommit/reading';
import { type FormEvent, useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { KERNELS, PlanFields } from './PlanFields.tsx';
import { EMPTY_FORM, isSamePlan, type PlanForm, readPlan } from './planForm.ts';
import type { Prepared } from './prepared.ts';
import type { Variations } from './useVariations.ts';

type Props = {
  variations: Variations;
  /** Values from a link; null = none. */
  prepared: Prepared | null;
  seq: number;
  last: number;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onMade: (id: string) => void;
};

/** "What if": the same inputs under other conditions, from this entry on. At the last entry: from the beginning. */
export function VariationDialog({ variations, prepared, seq: here, last, open, onOpenChange, onMade }: Props) {
  const { create, machineId } = variations;
  const seq = prepared?.from ?? here;
  const [form, setForm] = useState<PlanForm>(prepared?.form ?? { ...EMPTY_FORM, isFromBirth: seq >= last });
  const [name, setName] = useState(prepared?.name ?? '');
  const [isShared, setShared] = useState(false);
  const [isShort, setShort] = useState(prepared !== null);
  const [fault, setFault] = useState<{ field: keyof PlanForm; message: string } | null>(null);
  const set = (patch: Partial<PlanForm>) => setForm((was) => ({ ...was, ...patch }));
  const error = (field: keyof PlanForm) => (fault?.field === field ? fault.message : null);
  const kernel = KERNELS.find(({ value }) => value === form.policy)?.label ?? '';
  const usual = `What if ${form.policy === '' ? 'otherwise' : kernel}`;
  const make = (e: FormEvent) => {
    e.preventDefault();
    const read = readPlan(form, seq);
    setFault(read.ok ? null : read);
    if (!read.ok) return setShort(false);
    const made = isShared
      ? undefined
      : variations.all.find((one) => one.mainSeq === last && isSamePlan(one, read.plan));
    if (made) return onMade(made.id);
    create.mutate(
      { machineId, name: name.trim() === '' ? usual : name, isShared, plan: read.plan },
      { onSuccess: ({ id }) => onMade(id) },
    );
  };
  return (
    <Dialog
      title={isShort ? name : 'What if …'}
      lead={`The same inputs, run again from ${form.isFromBirth ? 'the beginning' : `entry ${entryNumber(seq)} on`}. The machine itself stays as it is.`}
      open={open}
      onOpenChange={onOpenChange}
    >
      <form onSubmit={make} className="grid gap-3">
        {isShort ? null : (
          <PlanFields {...{ form, set, error, name, usual, isShared }} onName={setName} onShared={setShared} />
        )}
        {create.error && (
          <p role="alert" className="rounded-md bg-warn-bg px-3 py-2 break-words text-warn">
            {create.error.message}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          {isShort && <Button onClick={() => setShort(false)}>Change it…</Button>}
          {/* A link filled in the question: one press answers it. */}
          <Button type="submit" variant="primary" isPending={create.isPending} autoFocus={isShort}>
            Carry it out
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
