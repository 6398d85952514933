'use client';
import { POLICY_IDS, type PolicyId } from '@overcommit/engine';
import { kernelName } from '@overcommit/handbook';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { Field, Select, TextField } from '@/ui/Field.tsx';
import { Area, Lines, PartCard, replaced, without } from './fields.tsx';
import { freshId, type LabForm, parseSettings, parseSize, problemsAt, settingsText } from './labForm.ts';

type Props = { form: LabForm; problems: readonly string[]; onChange: (change: Partial<LabForm>) => void };

const KERNELS = POLICY_IDS.map((id) => ({ value: id, label: kernelName(id) }));
const whole = (text: string): number | null => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : null);

/** Sizes, kernels, and the script that runs before anyone sits down. */
export function MachineFields(props: Props) {
  const { form, problems, onChange } = props;
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-4">
      <Sizes {...props} />
      <Kernels {...props} />
      <Lines
        label="Starting script"
        hint="One command a line, as in the shell. It runs before anyone sits down."
        rows={8}
        isMono
        value={form.script}
        error={problemsAt(problems, 'Starting script').join(' ') || null}
        onChange={(script) => onChange({ script })}
      />
    </div>
  );
}

const inMib = (kb: number): string => String(kb / 1024);

function Sizes({ form, onChange }: Props) {
  const { machine, people, minutes } = form;
  const setMachine = (change: Partial<LabForm['machine']>) => onChange({ machine: { ...machine, ...change } });
  const setPeople = (change: Partial<LabForm['people']>) => onChange({ people: { ...people, ...change } });
  const ram = { label: 'RAM', hint: 'MiB, or with a unit: 1G', value: machine.memKb };
  const swap = { label: 'Swap', hint: 'MiB; 0 = none', value: machine.swapKb };
  const plain = { show: String, read: whole };
  return (
    <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
      <Checked {...ram} show={inMib} read={parseSize} onChange={(memKb) => setMachine({ memKb })} />
      <Checked {...swap} show={inMib} read={parseSize} onChange={(swapKb) => setMachine({ swapKb })} />
      <Checked {...plain} label="Seed" value={machine.seed} onChange={(seed) => setMachine({ seed })} />
      <Checked {...plain} label="Minutes" value={minutes} onChange={(next) => onChange({ minutes: next })} />
      <Checked {...plain} label="People, from" value={people.from} onChange={(from) => setPeople({ from })} />
      <Checked {...plain} label="People, to" value={people.to} onChange={(to) => setPeople({ to })} />
    </div>
  );
}

const newKernel = (variants: LabForm['variants']): LabForm['variants'][number] => {
  return { id: freshId('kernel', variants), label: 'Linux 6.1', policy: 'linux-6.1', settings: {} };
};

function Kernels({ form, onChange }: Props) {
  const { variants } = form;
  return (
    <>
      {variants.map((variant, n) => {
        const set = (change: Partial<typeof variant>) => onChange({ variants: replaced(variants, n, change) });
        return (
          <PartCard
            key={variant.id}
            title={n === 0 ? 'Kernel, chosen first' : `Kernel ${n + 1}`}
            onRemove={variants.length > 1 ? () => onChange({ variants: without(variants, n) }) : null}
          >
            <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
              <Field label="Kernel">
                {(aria) => (
                  <Select
                    {...aria}
                    options={KERNELS}
                    value={variant.policy}
                    onChange={(e) => set({ policy: e.currentTarget.value as PolicyId })}
                  />
                )}
              </Field>
              <TextField
                label="Name in the lab"
                value={variant.label}
                maxLength={80}
                onChange={(e) => set({ label: e.currentTarget.value })}
              />
            </div>
            <SettingsField settings={variant.settings} onChange={(settings) => set({ settings })} />
          </PartCard>
        );
      })}
      {variants.length < 12 && (
        <Button
          className="justify-self-start"
          onClick={() => onChange({ variants: [...variants, newKernel(variants)] })}
        >
          <Plus aria-hidden />
          Add a kernel
        </Button>
      )}
    </>
  );
}

type CheckedProps = {
  label: string;
  hint?: string;
  value: number;
  show: (value: number) => string;
  read: (text: string) => number | null;
  onChange: (value: number) => void;
};

/** A number as text: what is no number stays in the field until it is one. */
function Checked({ label, hint, value, show, read, onChange }: CheckedProps) {
  const [text, setText] = useState(() => show(value));
  const parsed = read(text);
  return (
    <TextField
      label={label}
      hint={hint}
      value={text}
      inputMode="text"
      error={parsed === null ? 'This is no number.' : null}
      onChange={(event) => {
        setText(event.currentTarget.value);
        const next = read(event.currentTarget.value);
        if (next !== null) onChange(next);
      }}
    />
  );
}

type SettingsProps = { settings: Record<string, string>; onChange: (settings: Record<string, string>) => void };

function SettingsField({ settings, onChange }: SettingsProps) {
  const [text, setText] = useState(() => settingsText(settings));
  return (
    <Area
      label="Tunables at boot"
      hint="One a line, such as vm/overcommit_memory=2"
      rows={2}
      isMono
      value={text}
      error={parseSettings(text) === null ? 'A line has the form name=value.' : null}
      onChange={(next) => {
        setText(next);
        const parsed = parseSettings(next);
        if (parsed) onChange(parsed);
      }}
    />
  );
}
