'use client';
import { checkPredicate } from '@overcommit/coursework';
import { ArrowDown, ArrowUp, Plus } from 'lucide-react';
import { Button } from '@/ui/Button.tsx';
import { Field, Select } from '@/ui/Field.tsx';
import { PredicateField } from '../rubric/PredicateField.tsx';
import { Area, Lines, PartCard, replaced, without } from './fields.tsx';
import { freshId, type LabForm, problemsAt } from './labForm.ts';

type Props = { form: LabForm; problems: readonly string[]; onChange: (change: Partial<LabForm>) => void };
type Step = LabForm['steps'][number];

const WHO = [
  { value: 'anyone', label: 'anyone' },
  { value: 'first', label: 'the first person' },
  { value: 'second', label: 'the second person' },
];

function swapped(steps: readonly Step[], at: number, by: 1 | -1): Step[] {
  const next = [...steps];
  const [moved] = next.splice(at, 1);
  if (moved) next.splice(Math.max(0, at + by), 0, moved);
  return next;
}

/** The steps of the handout in their order: who does what, and when the log shows that it was done. */
export function StepFields({ form, problems, onChange }: Props) {
  const { steps, prompts } = form;
  const questions = [
    { value: '', label: 'none' },
    ...prompts.map(({ id, text }) => ({ value: id, label: text || id })),
  ];
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-4">
      {steps.map((step, n) => (
        <PartCard key={step.id} title={`Step ${n + 1}`} onRemove={() => onChange({ steps: without(steps, n) })}>
          <StepOf
            step={step}
            questions={questions}
            problems={problemsAt(problems, `Step ${n + 1}`).filter((one) => one.includes(', line '))}
            set={(change) => onChange({ steps: replaced(steps, n, change) })}
          />
          <div className="flex gap-1.5">
            <Button size="sm" disabled={n === 0} onClick={() => onChange({ steps: swapped(steps, n, -1) })}>
              <ArrowUp aria-hidden />
              Up
            </Button>
            <Button
              size="sm"
              disabled={n === steps.length - 1}
              onClick={() => onChange({ steps: swapped(steps, n, 1) })}
            >
              <ArrowDown aria-hidden />
              Down
            </Button>
          </div>
        </PartCard>
      ))}
      <Button
        className="justify-self-start"
        onClick={() => onChange({ steps: [...steps, { id: freshId('step', steps), who: 'anyone', say: '' }] })}
      >
        <Plus aria-hidden />
        Add a step
      </Button>
    </div>
  );
}

type StepProps = {
  step: Step;
  questions: { value: string; label: string }[];
  /** Of its lines. */
  problems: readonly string[];
  set: (change: Partial<Step>) => void;
};

function StepOf({ step, questions, problems, set }: StepProps) {
  const { who, ask = '', say, lines = [], look = '', doneWhen = '' } = step;
  return (
    <>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <Field label="Who">
          {(aria) => (
            <Select
              {...aria}
              options={WHO}
              value={who}
              onChange={(e) => set({ who: e.currentTarget.value as Step['who'] })}
            />
          )}
        </Field>
        <Field label="Question that it asks">
          {(aria) => (
            <Select {...aria} options={questions} value={ask} onChange={(e) => set({ ask: e.currentTarget.value })} />
          )}
        </Field>
      </div>
      <Area label="What to do" rows={2} most={2000} value={say} onChange={(text) => set({ say: text })} />
      <Lines
        label="Lines"
        hint="One command a line, as in the shell."
        isMono
        value={lines}
        error={problems.join(' ') || null}
        onChange={(next) => set({ lines: next })}
      />
      <Area label="What to look at" rows={1} most={1000} value={look} onChange={(text) => set({ look: text })} />
      <PredicateField
        label="Done when"
        hint="An expression over the log. Empty: the log does not say when it is done."
        value={doneWhen}
        scope="group"
        error={doneWhen.trim() === '' ? null : checkPredicate(doneWhen, { scope: 'group', use: 'done' })}
        onChange={(next) => set({ doneWhen: next })}
      />
    </>
  );
}
