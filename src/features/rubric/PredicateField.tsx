'use client';
import type { PredicateError } from '@overcommit/coursework';
import { type KeyboardEvent, useRef, useState } from 'react';
import { ErrorPlace } from '@/ui/ErrorPlace.tsx';
import { Field, Textarea } from '@/ui/Field.tsx';
import { Kbd } from '@/ui/Small.tsx';
import { type Suggestion, suggestionsAt, withSuggestion } from './completion.ts';
import { wordsOf } from './rubricForm.ts';

type Props = {
  label: string;
  hint: string;
  value: string;
  scope: 'group' | 'member';
  error: PredicateError | null;
  onChange: (value: string) => void;
};

/** Shown at once; more are found by typing. */
const MOST = 12;

/** An expression with its error and the place of it, and what may be written next. */
export function PredicateField({ label, hint, value, scope, error, onChange }: Props) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(value.length);
  const [isHere, setHere] = useState(false);
  const { from, options } = suggestionsAt(value, Math.min(caret, value.length), scope);

  function take({ insert }: Suggestion): void {
    const next = withSuggestion(value, Math.min(caret, value.length), { from, insert });
    onChange(next.text);
    setCaret(next.caret);
    // The text is in the field once React has drawn it.
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(next.caret, next.caret);
    });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const [first] = options;
    if (!first || event.key !== ' ' || !event.ctrlKey) return;
    event.preventDefault();
    take(first);
  }

  const onBlur = (event: React.FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setHere(false);
  };
  return (
    <fieldset className="grid grid-cols-1 gap-1.5" onFocus={() => setHere(true)} onBlur={onBlur}>
      <legend className="sr-only">{label}</legend>
      <Field label={label} hint={hint} error={error && wordsOf(error)}>
        {(aria) => (
          <Textarea
            {...aria}
            ref={box}
            value={value}
            rows={3}
            maxLength={1000}
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            className="font-mono"
            onChange={(event) => {
              onChange(event.currentTarget.value);
              setCaret(event.currentTarget.selectionStart);
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
            onKeyDown={onKeyDown}
          />
        )}
      </Field>
      {error?.column && <ErrorPlace text={value} column={error.column} />}
      {isHere && options.length > 0 && <Options label={label} options={options.slice(0, MOST)} onTake={take} />}
    </fieldset>
  );
}

type OptionsProps = { label: string; options: Suggestion[]; onTake: (option: Suggestion) => void };

function Options({ label, options, onTake }: OptionsProps) {
  return (
    <fieldset className="flex flex-wrap items-center gap-1" aria-label={`Go on with, for ${label}`}>
      {options.map((option) => (
        <button
          key={option.insert}
          type="button"
          title={option.what}
          onClick={() => onTake(option)}
          className="min-h-6 rounded-sm border border-line bg-sunk px-1.5 font-mono text-xs hover:border-line-strong"
        >
          {option.insert}
        </button>
      ))}
      <span className="text-2xs text-soft">
        <Kbd>ctrl</Kbd> <Kbd>space</Kbd> takes the first
      </span>
    </fieldset>
  );
}
