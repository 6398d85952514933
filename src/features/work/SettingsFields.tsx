'use client';
import { type Lab, startableVariants } from '@overcommit/handbook';
import { isTimeZone } from '@/timeZone.ts';
import { Checkbox, Field, Input, Select, Textarea, TextField } from '@/ui/Field.tsx';
import type { SettingsForm, SettingsProblems } from './settingsForm.ts';

type Props = {
  lab: Lab | null;
  form: SettingsForm;
  problems: SettingsProblems;
  onChange: (change: Partial<SettingsForm>) => void;
};

/** All that can be set of an assignment. */
export function SettingsFields(props: Props) {
  return (
    <div className="grid grid-cols-1 gap-4">
      <TextField label="Title" maxLength={120} {...bind(props, 'title')} />
      <DateFields {...props} />
      <LateFields {...props} />
      <KernelFields {...props} />
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <TextField
          label="Attempts of a group"
          hint="Empty: any number."
          inputMode="numeric"
          {...bind(props, 'attempts')}
        />
        <TextField
          label="Days for asking a regrade"
          hint="Empty: always."
          inputMode="numeric"
          {...bind(props, 'regradeDays')}
        />
      </div>
    </div>
  );
}

type TextName = { [Name in keyof SettingsForm]: SettingsForm[Name] extends string ? Name : never }[keyof SettingsForm];

function bind({ form, problems, onChange }: Props, name: TextName) {
  return {
    value: form[name],
    error: problems[name] ?? null,
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  };
}

function DateFields(props: Props) {
  const { form, problems, onChange } = props;
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    <fieldset className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <legend className="mb-1 text-xs font-medium">Dates</legend>
      <Field
        label="Time zone"
        error={problems.timeZone ?? (isTimeZone(form.timeZone) ? null : 'This is not the name of a time zone.')}
        className="sm:col-span-2"
      >
        {(aria) => (
          <>
            <Input
              {...aria}
              list="time-zones"
              value={form.timeZone}
              onChange={(event) => onChange({ timeZone: event.target.value })}
            />
            <datalist id="time-zones">
              {['UTC', ...zones].map((zone) => (
                <option key={zone} value={zone} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <TextField label="Opens" type="datetime-local" hint="Empty: at once." {...bind(props, 'opensAt')} />
      <TextField label="Due" type="datetime-local" hint="Empty: never." {...bind(props, 'dueAt')} />
      <TextField
        label="Closes"
        type="datetime-local"
        hint="Until then a late hand-in counts. Empty: when it is due."
        {...bind(props, 'closesAt')}
      />
    </fieldset>
  );
}

function LateFields(props: Props) {
  const { form, onChange } = props;
  return (
    <fieldset className="grid grid-cols-1 gap-3">
      <legend className="mb-1 text-xs font-medium">Late hand-ins</legend>
      <Checkbox
        label="A late hand-in costs points"
        checked={form.hasLateRule}
        onChange={(event) => onChange({ hasLateRule: event.target.checked })}
      />
      {form.hasLateRule && (
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          <TextField label="Percent" inputMode="numeric" {...bind(props, 'latePercent')} />
          <Field label="For each started">
            {(aria) => (
              <Select
                {...aria}
                value={form.latePer}
                onChange={(event) => onChange({ latePer: event.target.value === 'hour' ? 'hour' : 'day' })}
                options={[
                  { value: 'day', label: 'day' },
                  { value: 'hour', label: 'hour' },
                ]}
              />
            )}
          </Field>
          <TextField label="At most, percent" inputMode="numeric" {...bind(props, 'lateCap')} />
          <TextField label="Free minutes" inputMode="numeric" {...bind(props, 'lateGrace')} />
        </div>
      )}
    </fieldset>
  );
}

function KernelFields(props: Props) {
  const { lab, form, problems, onChange } = props;
  const variants = lab ? startableVariants(lab) : [];
  const names = [...new Set(variants.map(({ policy }) => policy as string))];
  return (
    <fieldset className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <legend className="mb-1 text-xs font-medium">Machines</legend>
      <Field
        label="Kernel"
        hint="Empty: as the lab says. Any release of Linux can be written, such as linux-5.15."
        error={problems.policy ?? null}
        className="sm:col-span-2"
      >
        {(aria) => (
          <>
            <Input
              {...aria}
              list="kernels"
              maxLength={20}
              value={form.policy}
              onChange={(event) => onChange({ policy: event.target.value })}
            />
            <datalist id="kernels">
              {names.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <TextField label="RAM, MiB" hint="Empty: as the lab says." inputMode="numeric" {...bind(props, 'memMib')} />
      <TextField label="Swap, MiB" hint="Empty: as the lab says." inputMode="numeric" {...bind(props, 'swapMib')} />
      <Field
        label="Tunables"
        hint="One a line, such as vm/overcommit_memory = 2"
        error={problems.settings ?? null}
        className="sm:col-span-2"
      >
        {(aria) => (
          <Textarea
            {...aria}
            rows={3}
            className="font-mono"
            value={form.settings}
            onChange={(event) => onChange({ settings: event.target.value })}
          />
        )}
      </Field>
      <Checkbox
        label="Each group has a seed of its own"
        hint="Otherwise all machines begin with the seed of the lab."
        checked={form.isSeedOfGroup}
        onChange={(event) => onChange({ isSeedOfGroup: event.target.checked })}
        className="sm:col-span-2"
      />
    </fieldset>
  );
}
