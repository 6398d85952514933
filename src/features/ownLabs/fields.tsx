'use client';
import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '@/ui/Button.tsx';
import { Card } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { Field, Textarea } from '@/ui/Field.tsx';

type Part = {
  label: string;
  hint?: string;
  value: string;
  rows?: number;
  most?: number;
  isMono?: boolean;
  error?: string | null;
};

/** A text of several lines. */
export function Area({
  label,
  hint,
  value,
  rows = 3,
  most,
  isMono,
  error,
  onChange,
}: Part & { onChange: (text: string) => void }) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(aria) => (
        <Textarea
          {...aria}
          rows={rows}
          value={value}
          maxLength={most}
          spellCheck={!isMono}
          // As high as its rows, and not as high as a text field is at least.
          className={cx('min-h-0!', isMono && 'font-mono')}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** One thing a line. */
export function Lines({
  value,
  onChange,
  ...rest
}: Omit<Part, 'value'> & { value: readonly string[]; onChange: (lines: string[]) => void }) {
  return <Area {...rest} value={value.join('\n')} onChange={(text) => onChange(text === '' ? [] : text.split('\n'))} />;
}

type PartCardProps = {
  title: string;
  /** Null: the part is the only one, and stays. */
  onRemove: (() => void) | null;
  children: ReactNode;
};

/** One of several parts, with a button that removes it. */
export function PartCard({ title, onRemove, children }: PartCardProps) {
  return (
    <Card as="section" className="grid grid-cols-1 gap-3 p-4" aria-label={title}>
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-medium">{title}</h2>
        {onRemove && (
          <IconButton label={`Remove ${title}`} size="sm" onClick={onRemove}>
            <Trash2 aria-hidden />
          </IconButton>
        )}
      </div>
      {children}
    </Card>
  );
}

/** The list without its `at`-th part, or with another in its place. */
export const without = <T,>(list: readonly T[], at: number): T[] => list.filter((_, n) => n !== at);
export const replaced = <T,>(list: readonly T[], at: number, change: Partial<T>): T[] =>
  list.map((one, n) => (n === at ? { ...one, ...change } : one));
