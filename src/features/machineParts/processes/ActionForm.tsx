'use client';
import { CornerDownLeft, TriangleAlert, X } from 'lucide-react';
import { type FormEvent, useId, useRef, useState } from 'react';
import type { Action, ActionField, Values } from '@/machineView/actions.ts';
import { type Outcome, refusalOf, type SendLine } from '@/machineView/outcome.ts';
import { Button, IconButton } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { Input, Select } from '@/ui/Field.tsx';

const focusIt = (field: HTMLElement | null): void => field?.focus();

/** What is typed into the form of an action, and its way to the machine. */
function useCommand(action: Action, sendLine: SendLine) {
  const [typed, setTyped] = useState<Values>({});
  const [isPending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const values = Object.fromEntries(action.fields.map((f) => [f.name, typed[f.name] ?? f.initial]));
  const line = action.line(values);
  /** True once the kernel said ok. */
  const send = async (): Promise<boolean> => {
    if (isPending) return false;
    setPending(true);
    setOutcome(null);
    const answer = await sendLine(line);
    setPending(false);
    setOutcome(answer);
    // The next command takes its defaults from the state that this one left.
    setTyped({});
    return refusalOf(answer) === null;
  };
  const type = (name: string, text: string) => setTyped({ ...typed, [name]: text });
  return { values, line, isPending, refusal: refusalOf(outcome), send, type };
}

type Props = {
  action: Action;
  sendLine: SendLine;
  /** The form replaces its button: the cursor goes into the first field. */
  isFirst?: boolean;
  /** `hadFocus`: the focus was in the form, so the caller must move it. */
  onClose: (hadFocus: boolean) => void;
};

/** The fields of an action, the shell line that they make, and the answer to it. */
export function ActionForm({ action, sendLine, isFirst, onClose }: Props) {
  const { values, line, isPending, refusal, send, type } = useCommand(action, sendLine);
  const form = useRef<HTMLFormElement>(null);
  const close = () => onClose(form.current?.contains(document.activeElement) ?? false);
  const onSubmit = async (e: FormEvent) => {
    e.preventDefault();
    if (await send()) close();
  };
  return (
    <form
      ref={form}
      onSubmit={onSubmit}
      aria-label={action.label}
      className="rise grid grid-cols-1 gap-1.5 rounded-md bg-sunk p-2"
      onKeyDown={(e) => e.key === 'Escape' && close()}
    >
      <div className="flex items-start justify-between gap-2">
        <p className="text-xs text-soft">{action.hint}</p>
        <IconButton label="Close" size="sm" className="-my-0.5" onClick={close}>
          <X aria-hidden />
        </IconButton>
      </div>
      {action.fields.length > 0 && (
        <div className="flex flex-wrap gap-1.5">
          {action.fields.map((field, i) => (
            <FormField
              key={field.name}
              field={field}
              value={values[field.name] ?? ''}
              isFocused={isFirst && i === 0}
              onType={(text) => type(field.name, text)}
            />
          ))}
        </div>
      )}
      <div className="flex items-center justify-between gap-2">
        <code className="min-w-0 font-mono text-xs wrap-anywhere">
          <span className="text-soft">$ </span>
          {line}
        </code>
        <Button type="submit" variant="primary" size="sm" isPending={isPending}>
          {!isPending && <CornerDownLeft aria-hidden />}Send
        </Button>
      </div>
      <p role="status" className="contents">
        {refusal && (
          <span className="flex gap-1.5 text-xs text-warn">
            <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
            {refusal}
          </span>
        )}
      </p>
    </form>
  );
}

const FIELD = 'min-h-7! font-mono text-xs!';

function FormField({
  field: { label, options, width },
  value,
  isFocused,
  onType,
}: {
  field: ActionField;
  value: string;
  isFocused?: boolean;
  onType: (text: string) => void;
}) {
  const id = useId();
  const common = {
    id,
    value,
    ref: isFocused ? focusIt : undefined,
    onChange: (e: { target: { value: string } }) => onType(e.target.value),
  };
  return (
    <div className={cx('grid grid-cols-1 gap-0.5', options && 'min-w-20 max-w-36 flex-1')}>
      <label htmlFor={id} className="text-2xs text-soft">
        {label}
      </label>
      {options ? (
        <Select {...common} options={options} className={cx(FIELD, 'px-1!')} />
      ) : (
        <Input
          {...common}
          autoComplete="off"
          spellCheck={false}
          className={cx(FIELD, 'px-1.5!')}
          style={{ width: `${(width ?? 8) + 2}ch` }}
        />
      )}
    </div>
  );
}
