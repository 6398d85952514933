'use client';
import { Plus, Trash2 } from 'lucide-react';
import { Button, IconButton } from '@/ui/Button.tsx';
import { SectionTitle } from '@/ui/Card.tsx';
import { Checkbox, TextField } from '@/ui/Field.tsx';
import type { CapForm, RubricForm } from './rubricForm.ts';

type Props = { form: RubricForm; onChange: (form: RubricForm) => void };

/** Items that give together at most some points. An item is in one cap at most. */
export function Caps({ form, onChange }: Props) {
  const { items, caps } = form;
  const set = (at: number, change: Partial<CapForm>) =>
    onChange({ ...form, caps: caps.map((cap, n) => (n === at ? { ...cap, ...change } : cap)) });
  return (
    <section className="grid grid-cols-1 gap-2" aria-label="Caps">
      <SectionTitle>Caps</SectionTitle>
      {caps.map((cap, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cap has no other name while it is typed
        <fieldset key={n} className="grid grid-cols-1 gap-2 rounded-md border border-line p-2">
          <legend className="sr-only">Cap {n + 1}</legend>
          <div className="grid grid-cols-[minmax(0,1fr)_4rem_auto] items-end gap-1.5">
            <TextField
              label="Title"
              value={cap.title}
              maxLength={100}
              onChange={(e) => set(n, { title: e.currentTarget.value })}
            />
            <TextField
              label="At most"
              inputMode="decimal"
              value={cap.most}
              onChange={(e) => set(n, { most: e.currentTarget.value })}
            />
            <IconButton
              label={`Remove cap ${n + 1}`}
              onClick={() => onChange({ ...form, caps: caps.filter((_, at) => at !== n) })}
            >
              <Trash2 aria-hidden />
            </IconButton>
          </div>
          {items
            .filter(
              ({ worth, id }) =>
                worth !== 'penalty' && !caps.some((other) => other !== cap && other.itemIds.includes(id)),
            )
            .map(({ id, key, title }) => (
              <Checkbox
                key={key}
                label={title || id}
                checked={cap.itemIds.includes(id)}
                onChange={(e) =>
                  set(n, {
                    itemIds: e.currentTarget.checked ? [...cap.itemIds, id] : cap.itemIds.filter((one) => one !== id),
                  })
                }
              />
            ))}
        </fieldset>
      ))}
      <Button
        className="justify-self-start"
        onClick={() => onChange({ ...form, caps: [...caps, { title: '', itemIds: [], most: '' }] })}
      >
        <Plus aria-hidden />
        Add a cap
      </Button>
    </section>
  );
}
