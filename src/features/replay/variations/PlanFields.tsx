import { POLICY_IDS, policyInfo } from '@overcommit/engine';
import { Checkbox, Field, Select, Textarea, TextField } from '@/ui/Field.tsx';
import type { PlanForm } from './planForm.ts';

export const KERNELS = [
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
  form: PlanForm;
  set: (patch: Partial<PlanForm>) => void;
  error: (field: keyof PlanForm) => string | null;
  name: string;
  /** The name that an empty field stands for. */
  usual: string;
  onName: (name: string) => void;
  isShared: boolean;
  onShared: (isShared: boolean) => void;
};

/** The name of a new variation, and what differs in it. */
export function PlanFields({ form, set, error, name, usual, onName, isShared, onShared }: Props) {
  return (
    <>
      <TextField
        label="Name"
        placeholder={usual}
        value={name}
        maxLength={80}
        onChange={(e) => onName(e.target.value)}
      />
      <MachineFields {...{ form, set, error }} />
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
        label="Share it with everyone on this machine"
        checked={isShared}
        onChange={(e) => onShared(e.target.checked)}
      />
    </>
  );
}

type FieldsProps = Pick<Props, 'form' | 'set' | 'error'>;

/** Kernel, overcommit mode, RAM and swap. */
function MachineFields({ form, set, error }: FieldsProps) {
  return (
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
  );
}

type LinesProps = FieldsProps & {
  label: string;
  hint: string;
  field: 'tunables' | 'adjustments' | 'edits';
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
