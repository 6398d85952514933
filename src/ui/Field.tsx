'use client';
import { TriangleAlert } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

const CONTROL =
  'w-full min-h-8 rounded-md border border-line-strong bg-panel px-2.5 py-1 text-sm text-ink placeholder:text-faint aria-invalid:border-warn disabled:opacity-60';

export type ControlAria = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true };

/** A label, a control, a hint and an error. `children` makes the control with the ids it is given. */
export function Field({
  label,
  hint,
  error,
  isLabelHidden,
  className,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null;
  isLabelHidden?: boolean;
  className?: string;
  children: (aria: ControlAria) => ReactNode;
}) {
  const id = useId();
  const described = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(' ');
  return (
    <div className={cx('grid content-start gap-1', className)}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-xs font-medium'}>
        {label}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-soft">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="flex gap-1.5 text-xs text-warn">
          <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
          {error}
        </p>
      )}
    </div>
  );
}

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cx(CONTROL, className)} {...rest} />;
}

/** A file input whose button looks like the other buttons. */
export function FileInput({ className, ...rest }: Omit<ComponentProps<'input'>, 'type'>) {
  const button =
    'file:mr-2.5 file:min-h-7 file:cursor-pointer file:rounded-md file:border file:border-solid file:border-line file:bg-panel file:px-2.5 file:text-xs file:font-medium file:text-ink hover:file:border-line-strong';
  return <input type="file" className={cx('min-w-0 text-xs text-soft', button, className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={cx(CONTROL, 'min-h-20', className)} {...rest} />;
}

/** A native select, with the platform's own list, keyboard and screen reader support. */
export function Select({
  className,
  options,
  ...rest
}: ComponentProps<'select'> & { options: { value: string; label: string }[] }) {
  return (
    <select className={cx(CONTROL, 'pr-7', className)} {...rest}>
      {options.map((o) => (
        <option key={o.value} value={o.value}>
          {o.label}
        </option>
      ))}
    </select>
  );
}

export function Checkbox({
  label,
  hint,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; hint?: ReactNode }) {
  return (
    <label className={cx('flex items-start gap-2 text-sm', className)}>
      <input type="checkbox" className="mt-0.5 size-4 accent-ink" {...rest} />
      <span>
        {label}
        {hint && <span className="block text-xs text-soft">{hint}</span>}
      </span>
    </label>
  );
}

/** Label + input in one, for the common case. */
export function TextField({
  label,
  hint,
  error,
  isLabelHidden,
  className,
  ...rest
}: ComponentProps<'input'> & {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null;
  isLabelHidden?: boolean;
}) {
  return (
    <Field label={label} hint={hint} error={error} isLabelHidden={isLabelHidden} className={className}>
      {(aria) => <Input {...rest} {...aria} />}
    </Field>
  );
}
