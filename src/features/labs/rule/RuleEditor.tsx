'use client';
import { RULE_TERMS, type RuleError } from '@overcommit/engine';
import { Button } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { ErrorPlace } from '@/ui/ErrorPlace.tsx';
import { Field, Textarea } from '@/ui/Field.tsx';
import { Mono } from '@/ui/Small.tsx';

const EXAMPLES = [
  { label: 'the biggest', text: 'rss + swap + tables' },
  { label: 'the youngest', text: '0 - age' },
  { label: 'the one that asks', text: 'asks' },
  { label: 'young and big, root last', text: 'uid == 0 ? 0 : rss / (age + 1)' },
  { label: 'what would come free', text: 'own' },
  { label: 'never the database', text: 'name == "db" ? 0 : points' },
];

/** The rule as text: its error and where it is, examples to begin with, and the terms that a rule may use. */
export function RuleEditor({
  text,
  error,
  onChange,
}: {
  text: string;
  error: RuleError | null;
  onChange: (text: string) => void;
}) {
  return (
    <div className="grid gap-3">
      <Field
        label="Your scoring rule"
        hint="It comes to a number for each process; the highest number dies. Memory is in pages of 4 KiB, age in ticks."
        error={error && `${error.column === null ? '' : `Column ${error.column}: `}${error.message}.`}
      >
        {(aria) => (
          <Textarea
            {...aria}
            value={text}
            onChange={(event) => onChange(event.currentTarget.value)}
            rows={2}
            maxLength={400}
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            className="min-h-14! font-mono"
          />
        )}
      </Field>
      {error?.column && (
        <div className="-mt-2">
          <ErrorPlace text={text} column={error.column} />
        </div>
      )}
      <fieldset className="flex flex-wrap items-center gap-1.5">
        <legend className="sr-only">Examples</legend>
        {EXAMPLES.map((one) => (
          <Button
            key={one.text}
            title={one.text}
            aria-pressed={text === one.text}
            className={cx(text === one.text && 'border-ink!')}
            onClick={() => onChange(one.text)}
          >
            {one.label}
          </Button>
        ))}
      </fieldset>
      <Terms />
    </div>
  );
}

function Terms() {
  return (
    <details>
      <summary className="cursor-pointer text-sm font-medium">What a rule may ask for</summary>
      <dl className="mt-2 grid gap-x-4 gap-y-1 text-sm sm:grid-cols-2">
        {RULE_TERMS.map(({ name, meaning }) => (
          <div key={name} className="flex gap-2">
            <dt>
              <Mono className="font-semibold">{name}</Mono>
            </dt>
            <dd className="text-soft">{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-sm text-soft text-pretty">
        Between them: <Mono>+ - * / %</Mono>, <Mono>== != &lt; &lt;= &gt; &gt;=</Mono>, <Mono>&amp;&amp; || !</Mono>,{' '}
        <Mono>test ? then : else</Mono>, <Mono>name in ["db", "web"]</Mono>, <Mono>name.startsWith("cc")</Mono>. It is a
        part of CEL, the language that rubrics are written in.
      </p>
    </details>
  );
}
