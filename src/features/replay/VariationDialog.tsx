'use client';
import { POLICY_IDS, policyInfo } from '@overcommit/engine';
import { type FormEvent, useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { Checkbox, Field, Select, Textarea, TextField } from '@/ui/Field.tsx';
import { entryNumber } from '../machine/format.ts';
import { EMPTY_FORM, isSamePlan, type PlanForm, readPlan } from './planForm.ts';
import type { Prepared } from './prepared.ts';
import type { Variations } from './useVariations.ts';

const KERNELS = [
  { value: '', label: 'the same kernel' },
  ...POLICY_IDS.map((id) => ({ value: id, label: policyInfo(id).name })),
];
const MODES = [
  { value: '', label: 'as it was' },
  { value: '0', label: '0, guess' },
  { value: '1', label: '1, always' },
  { value: '2', label: '2, never (strict)' },
];

type Props = {
  variations: Variations;
  /** Filled in by a link; null = nothing is. */
  prepared: Prepared | null;
  seq: number;
  last: number;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onMade: (id: string) => void;
};

/** "What if": the same inputs from here on under other conditions; from the end there are none, so from the beginning. */
export function VariationDialog({ variations, prepared, seq: here, last, open, onOpenChange, onMade }: Props) {
  const { create, machineId } = variations;
  const seq = prepared?.from ?? here;
  const [form, setForm] = useState<PlanForm>(prepared?.form ?? { ...EMPTY_FORM, isFromBirth: seq >= last });
  const [name, setName] = useState(prepared?.name ?? '');
  const [isShared, setShared] = useState(false);
  const [fault, setFault] = useState<{ field: keyof PlanForm; message: string } | null>(null);
  const set = (patch: Partial<PlanForm>) => setForm((was) => ({ ...was, ...patch }));
  const error = (field: keyof PlanForm) => (fault?.field === field ? fault.message : null);
  const kernel = KERNELS.find(({ value }) => value === form.policy)?.label ?? '';
  const usual = `What if ${form.policy === '' ? 'otherwise' : kernel}`;
  const make = (e: FormEvent) => {
    e.preventDefault();
    const read = readPlan(form, seq);
    setFault(read.ok ? null : read);
    if (!read.ok) return;
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
      title="What if …"
      lead={`The same inputs, carried out anew from ${form.isFromBirth ? 'the beginning' : `entry ${entryNumber(seq)} on`}. The machine itself stays as it is.`}
      open={open}
      onOpenChange={onOpenChange}
    >
      <form onSubmit={make} className="grid gap-3">
        <TextField
          label="Name"
          placeholder={usual}
          value={name}
          maxLength={80}
          onChange={(e) => setName(e.target.value)}
        />
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Kernel">
            {(aria) => (
              <Select
                {...aria}
                value={form.policy}
                options={KERNELS}
                onChange={(e) => set({ policy: e.target.value as PlanForm['policy'] })}
              />
            )}
          </Field>
          <Field label="vm/overcommit_memory">
            {(aria) => (
              <Select
                {...aria}
                value={form.overcommit}
                options={MODES}
                onChange={(e) => set({ overcommit: e.target.value as PlanForm['overcommit'] })}
              />
            )}
          </Field>
          <TextField
            label="RAM"
            hint="Such as 128M; from the beginning only"
            placeholder="as it was"
            value={form.ram}
            error={error('ram')}
            onChange={(e) => set({ ram: e.target.value })}
          />
          <TextField
            label="Swap"
            hint="Such as 64M"
            placeholder="as it was"
            value={form.swap}
            error={error('swap')}
            onChange={(e) => set({ swap: e.target.value })}
          />
        </div>
        <Checkbox
          label="From the beginning instead"
          checked={form.isFromBirth}
          onChange={(e) => set({ isFromBirth: e.target.checked })}
        />
        <details open={form.tunables !== '' || form.adjustments !== '' || form.edits !== '' || undefined}>
          <summary className="cursor-pointer text-xs font-medium">Tunables, oom_score_adj, other inputs</summary>
          <div className="mt-2 grid gap-3">
            <Lines label="Tunables" hint="vm/overcommit_ratio 80" field="tunables" {...{ form, set, error }} />
            <Lines label="oom_score_adj held" hint="db -500" field="adjustments" {...{ form, set, error }} />
            <Lines
              label="Inputs left out, changed or added"
              hint="drop 12 · change 12 touch db pool 8M · after 12 exit web 0"
              field="edits"
              {...{ form, set, error }}
            />
          </div>
        </details>
        <Checkbox
          label="Share it with everybody on this machine"
          checked={isShared}
          onChange={(e) => setShared(e.target.checked)}
        />
        {create.error && (
          <p role="alert" className="rounded-md bg-warn-bg px-3 py-2 break-words text-warn">
            {create.error.message}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" variant="primary" isPending={create.isPending}>
            Carry it out
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type LinesProps = {
  label: string;
  hint: string;
  field: 'tunables' | 'adjustments' | 'edits';
  form: PlanForm;
  set: (patch: Partial<PlanForm>) => void;
  error: (field: keyof PlanForm) => string | null;
};

function Lines({ label, hint, field, form, set, error }: LinesProps) {
  return (
    <Field label={label} hint={hint} error={error(field)}>
      {(aria) => (
        <Textarea
          {...aria}
          className="min-h-14! font-mono text-xs!"
          value={form[field]}
          onChange={(e) => set({ [field]: e.target.value })}
        />
      )}
    </Field>
  );
}
