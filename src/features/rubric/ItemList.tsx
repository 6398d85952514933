'use client';
import { ArrowDown, ArrowUp, CircleAlert, PenLine, Plus, SquareCheck, Trash2 } from 'lucide-react';
import { Button, IconButton } from '@/ui/Button.tsx';
import { SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { type ItemForm, moveItem, problemsOf, type RubricForm, removeItem } from './rubricForm.ts';

type Props = {
  form: RubricForm;
  selectedKey: string | null;
  onSelect: (key: string) => void;
  onChange: (form: RubricForm) => void;
  onAdd: (kind: ItemForm['kind']) => void;
};

/** The items in their order. The selected one can be moved and removed. */
export function ItemList({ form, selectedKey, onSelect, onChange, onAdd }: Props) {
  return (
    <section className="grid grid-cols-1 gap-2" aria-label="Items">
      <SectionTitle>Items</SectionTitle>
      <ol className="grid grid-cols-1 gap-1">
        {form.items.map((item) => (
          <li key={item.key}>
            <ItemButton
              item={item}
              isSelected={item.key === selectedKey}
              isWrong={Object.keys(problemsOf(item, form.items)).length > 0}
              onSelect={() => onSelect(item.key)}
            />
            {item.key === selectedKey && (
              <div className="flex justify-end gap-1 pt-1">
                <IconButton label="Move up" size="sm" onClick={() => onChange(moveItem(form, item.key, -1))}>
                  <ArrowUp aria-hidden />
                </IconButton>
                <IconButton label="Move down" size="sm" onClick={() => onChange(moveItem(form, item.key, 1))}>
                  <ArrowDown aria-hidden />
                </IconButton>
                <IconButton label="Remove" size="sm" onClick={() => onChange(removeItem(form, item.key))}>
                  <Trash2 aria-hidden />
                </IconButton>
              </div>
            )}
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-1.5">
        <Button onClick={() => onAdd('automatic')}>
          <Plus aria-hidden />
          By the log
        </Button>
        <Button onClick={() => onAdd('manual')}>
          <Plus aria-hidden />
          By a person
        </Button>
      </div>
    </section>
  );
}

type ItemProps = { item: ItemForm; isSelected: boolean; isWrong: boolean; onSelect: () => void };

function ItemButton({ item, isSelected, isWrong, onSelect }: ItemProps) {
  const Icon = item.kind === 'automatic' ? SquareCheck : PenLine;
  return (
    <button
      type="button"
      aria-pressed={isSelected}
      onClick={onSelect}
      className={cx(
        'grid w-full grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-2 rounded-md border border-line px-2 py-1.5 text-left text-sm hover:border-line-strong',
        isSelected && 'border-focus! bg-sunk',
      )}
    >
      <Icon
        className="mt-0.5 size-3.5 text-soft"
        aria-label={item.kind === 'automatic' ? 'by the log' : 'by a person'}
      />
      <span className="break-words">{item.title || 'No title yet'}</span>
      <span className="flex items-center gap-1 text-xs text-soft tabular-nums">
        {isWrong && <CircleAlert className="size-3.5 text-warn" aria-label="has a problem" />}
        {item.worth === 'penalty' && '−'}
        {item.outOf}
      </span>
    </button>
  );
}
