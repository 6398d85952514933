'use client';
import { Plus, Trash2 } from 'lucide-react';
import { Button, IconButton } from '@/ui/Button.tsx';
import { Card } from '@/ui/Card.tsx';
import { Field, Select, Textarea, TextField } from '@/ui/Field.tsx';
import { Names } from './Names.tsx';
import { PredicateField } from './PredicateField.tsx';
import type { ItemForm, ItemProblems } from './rubricForm.ts';

const SCOPES = [
  { value: 'group', label: 'the group together' },
  { value: 'member', label: 'each member' },
];
const WORTHS = [
  { value: 'points', label: 'points' },
  { value: 'bonus', label: 'bonus: points on top' },
  { value: 'penalty', label: 'penalty: takes points away' },
];

type Props = {
  item: ItemForm;
  /** An item of the rubric that counts: its id names a column of the gradebook, and stays. */
  isStored: boolean;
  problems: ItemProblems;
  onChange: (item: ItemForm) => void;
};

/** All of one item. Each field says at once what is wrong with it. */
export function ItemFields(props: Props) {
  const { item, isStored, problems, onChange } = props;
  const set = (change: Partial<ItemForm>) => onChange({ ...item, ...change });
  return (
    <Card as="section" className="grid grid-cols-1 gap-4 p-4" aria-label="Item">
      <TextField
        label="Title, as students see it"
        value={item.title}
        maxLength={200}
        error={problems.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-[4rem_minmax(0,3fr)_minmax(0,3fr)_minmax(0,2fr)]">
        <TextField
          label="Points"
          inputMode="decimal"
          value={item.outOf}
          error={problems.outOf}
          onChange={(event) => set({ outOf: event.currentTarget.value })}
        />
        <Field label="Counts as">
          {(aria) => (
            <Select
              {...aria}
              options={WORTHS}
              value={item.worth}
              onChange={(event) => set({ worth: event.currentTarget.value as ItemForm['worth'] })}
            />
          )}
        </Field>
        <Field label="For">
          {(aria) => (
            <Select
              {...aria}
              options={SCOPES}
              value={item.scope}
              onChange={(event) => set({ scope: event.currentTarget.value as ItemForm['scope'] })}
            />
          )}
        </Field>
        <TextField
          label="Id"
          value={item.id}
          error={problems.id}
          disabled={isStored}
          maxLength={40}
          onChange={(event) => set({ id: event.currentTarget.value })}
        />
      </div>
      {item.kind === 'automatic' ? <AutomaticFields {...props} set={set} /> : <ManualFields {...props} set={set} />}
    </Card>
  );
}

type Part = Props & { set: (change: Partial<ItemForm>) => void };

function AutomaticFields({ item, problems, set }: Part) {
  return (
    <>
      <PredicateField
        label="Earned"
        hint="An expression that comes to true or false, or to a share from 0 to 1 for partial credit."
        value={item.earned}
        scope={item.scope}
        error={problems.earned ?? null}
        onChange={(earned) => set({ earned })}
      />
      <PredicateField
        label="Evidence"
        hint="The entries that decided it: their numbers, or rows that have a seq. Empty: none are shown."
        value={item.evidence}
        scope={item.scope}
        error={problems.evidence ?? null}
        onChange={(evidence) => set({ evidence })}
      />
      <TextField
        label="Said where it is earned"
        value={item.whenEarned}
        maxLength={300}
        placeholder="The log shows it."
        onChange={(event) => set({ whenEarned: event.currentTarget.value })}
      />
      <TextField
        label="Said where it is not"
        value={item.whenNot}
        maxLength={300}
        placeholder="The log does not show it."
        onChange={(event) => set({ whenNot: event.currentTarget.value })}
      />
      <Names scope={item.scope} />
    </>
  );
}

function ManualFields({ item, problems, set }: Part) {
  const setLevel = (at: number, change: Partial<ItemForm['levels'][number]>) =>
    set({ levels: item.levels.map((level, n) => (n === at ? { ...level, ...change } : level)) });
  return (
    <>
      <Field label="Guidance, for graders only">
        {(aria) => (
          <Textarea
            {...aria}
            value={item.guidance}
            maxLength={1000}
            onChange={(event) => set({ guidance: event.currentTarget.value })}
          />
        )}
      </Field>
      <fieldset className="grid grid-cols-1 gap-2">
        <legend className="mb-1 text-xs font-medium">Levels, chosen by the digits 1 to 9</legend>
        {item.levels.map((level, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a level has no other name while it is typed
          <div key={n} className="grid grid-cols-[minmax(0,1fr)_5rem_auto] items-end gap-2">
            <TextField
              label={`Level ${n + 1}`}
              value={level.label}
              maxLength={100}
              onChange={(event) => setLevel(n, { label: event.currentTarget.value })}
            />
            <TextField
              label="Points"
              inputMode="decimal"
              value={level.points}
              onChange={(event) => setLevel(n, { points: event.currentTarget.value })}
            />
            <IconButton
              label={`Remove level ${n + 1}`}
              onClick={() => set({ levels: item.levels.filter((_, at) => at !== n) })}
            >
              <Trash2 aria-hidden />
            </IconButton>
          </div>
        ))}
        {problems.levels && (
          <p role="alert" className="text-xs text-warn">
            {problems.levels}
          </p>
        )}
        {item.levels.length < 9 && (
          <Button
            className="justify-self-start"
            onClick={() => set({ levels: [...item.levels, { id: '', label: '', points: '0' }] })}
          >
            <Plus aria-hidden />
            Add a level
          </Button>
        )}
      </fieldset>
    </>
  );
}
