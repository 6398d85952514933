'use client';
import { useState } from 'react';
import { EmptyState } from '@/ui/States.tsx';
import { Caps } from '../rubric/Caps.tsx';
import { ItemFields } from '../rubric/ItemFields.tsx';
import { ItemList } from '../rubric/ItemList.tsx';
import { newItem, problemsOf, type RubricForm } from '../rubric/rubricForm.ts';
import type { LabForm } from './labForm.ts';

type Props = { form: LabForm; onChange: (change: Partial<LabForm>) => void };

/** The rubric that an assignment of this lab begins with. It is tried on logs in the assignment's workbench. */
export function LabRubric({ form, onChange }: Props) {
  const { rubric } = form;
  const [selectedKey, setSelected] = useState<string | null>(null);
  const selected = rubric.items.find(({ key }) => key === selectedKey) ?? rubric.items[0];
  const set = (next: RubricForm) => onChange({ rubric: next });
  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[15rem_minmax(0,1fr)]">
      <div className="grid grid-cols-1 gap-6">
        <ItemList
          form={rubric}
          selectedKey={selected?.key ?? null}
          onSelect={setSelected}
          onChange={set}
          onAdd={(kind) => {
            const item = newItem(rubric, kind);
            set({ ...rubric, items: [...rubric.items, item] });
            setSelected(item.key);
          }}
        />
        <Caps form={rubric} onChange={set} />
      </div>
      {selected ? (
        <ItemFields
          key={selected.key}
          item={selected}
          isStored={false}
          problems={problemsOf(selected, rubric.items)}
          onChange={(item) => set({ ...rubric, items: rubric.items.map((one) => (one.key === item.key ? item : one)) })}
        />
      ) : (
        <EmptyState title="This rubric has no item yet.">
          Add one that the log decides, or one that a person reads.
        </EmptyState>
      )}
    </div>
  );
}
