'use client';
import { CornerDownLeft, TriangleAlert, X } from 'lucide-react';
import { type FormEvent, useId, useRef, useState } from 'react';
import type { Action, Values } from '@/machineView/actions.ts';
import { type Outcome, refusalOf, type Submit } from '@/machineView/outcome.ts';
import { Button, IconButton } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { Input, Select } from '@/ui/Field.tsx';

const focusIt = (field: HTMLElement | null): void => field?.focus();

/** One line of fields, the shell line that they make, and what came of it, in one place. */
export function ActionForm({
  action,
  submit,
  isFirst,
  onClose,
}: {
  action: Action;
  submit: Submit;
  /** It stands where its button was: the cursor goes into it. */
  isFirst?: boolean;
  /** `hadFocus`: the focus was in it, and must go somewhere. */
  onClose: (hadFocus: boolean) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState<Values>({});
  const [isPending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const values = Object.fromEntries(action.fields.map((f) => [f.name, typed[f.name] ?? f.initial]));
  const line = action.line(values);
  const refusal = refusalOf(outcome);
  const form = useRef<HTMLFormElement>(null);
  const close = () => onClose(form.current?.contains(document.activeElement) ?? false);
  const send = async (e: FormEvent) => {
    e.preventDefault();
    if (isPending) return;
    setPending(true);
    setOutcome(null);
    const answer = await submit(line);
    setPending(false);
    setOutcome(answer);
    // What was typed was for this command; the next one starts from the state that it left.
    setTyped({});
    if (refusalOf(answer) === null) close();
  };
  const type = (name: string) => (e: { target: { value: string } }) => setTyped({ ...typed, [name]: e.target.value });
  return (
    <form
      ref={form}
      onSubmit={send}
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
          {action.fields.map((f, i) => (
            <div key={f.name} className={cx('grid grid-cols-1 gap-0.5', f.options && 'min-w-20 max-w-36 flex-1')}>
              <label htmlFor={`${id}-${f.name}`} className="text-2xs text-soft">
                {f.label}
              </label>
              {f.options ? (
                <Select
                  id={`${id}-${f.name}`}
                  value={values[f.name]}
                  options={f.options}
                  ref={isFirst && i === 0 ? focusIt : undefined}
                  onChange={type(f.name)}
                  className="min-h-7! px-1! font-mono text-xs!"
                />
              ) : (
                <Input
                  id={`${id}-${f.name}`}
                  value={values[f.name]}
                  ref={isFirst && i === 0 ? focusIt : undefined}
                  onChange={type(f.name)}
                  autoComplete="off"
                  spellCheck={false}
                  className="min-h-7! px-1.5! font-mono text-xs!"
                  style={{ width: `${(f.width ?? 8) + 2}ch` }}
                />
              )}
            </div>
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
