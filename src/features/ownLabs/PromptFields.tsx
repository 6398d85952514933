'use client';
import { Plus } from 'lucide-react';
import { Button } from '@/ui/Button.tsx';
import { Field, Select } from '@/ui/Field.tsx';
import { Area, Lines, PartCard, without } from './fields.tsx';
import { freshId, type LabForm, problemsAt } from './labForm.ts';

type Props = { form: LabForm; problems: readonly string[]; onChange: (change: Partial<LabForm>) => void };
type Prompt = LabForm['prompts'][number];
type Answer = LabForm['answers'][number];

const KINDS = [
  { value: 'explanation', label: 'in words, handed in' },
  { value: 'live', label: 'who dies next: a process that is alive' },
  { value: 'choices', label: 'one of the choices below' },
];
const SCOPES = [
  { value: 'member', label: 'each member' },
  { value: 'group', label: 'the group together' },
];
const kindOf = ({ kind, choices }: Prompt): string =>
  kind === 'explanation' ? 'explanation' : Array.isArray(choices) ? 'choices' : 'live';

function withKind({ id, text, scope, choices, outcome }: Prompt, kind: string): Prompt {
  if (kind === 'explanation') return { id, text, kind: 'explanation', ...(scope ? { scope } : {}) };
  if (kind === 'live') return { id, text, kind: 'prediction', choices: 'live processes' };
  const known = Array.isArray(choices) ? choices : ['yes', 'no'];
  return { id, text, kind: 'prediction', choices: known, ...(outcome ? { outcome } : {}) };
}

/** The questions of the lab, each with what those who teach need to know. The key never goes to students. */
export function PromptFields({ form, problems, onChange }: Props) {
  const { prompts, answers } = form;
  const keyOf = (prompt: string): Answer => answers.find((one) => one.prompt === prompt) ?? { ...NO_KEY, prompt };
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-4">
      {prompts.map((prompt, n) => (
        <PartCard
          key={prompt.id}
          title={`Question ${n + 1}`}
          onRemove={() =>
            onChange({ prompts: without(prompts, n), answers: answers.filter((one) => one.prompt !== prompt.id) })
          }
        >
          <Question
            prompt={prompt}
            problems={problemsAt(problems, `Question “${prompt.id}”`)}
            onChange={(next) => onChange({ prompts: prompts.map((one, at) => (at === n ? next : one)) })}
          />
          <Key
            answer={keyOf(prompt.id)}
            onChange={(answer) => onChange({ answers: [...answers.filter((one) => one.prompt !== prompt.id), answer] })}
          />
        </PartCard>
      ))}
      <Button
        className="justify-self-start"
        onClick={() =>
          onChange({ prompts: [...prompts, { id: freshId('question', prompts), kind: 'explanation', text: '' }] })
        }
      >
        <Plus aria-hidden />
        Add a question
      </Button>
    </div>
  );
}

const NO_KEY = { answer: '', commonWrong: '', misconception: '', shownBy: '' };

type QuestionProps = { prompt: Prompt; problems: readonly string[]; onChange: (prompt: Prompt) => void };

function Question({ prompt, problems, onChange }: QuestionProps) {
  return (
    <>
      <Area
        label="Question"
        rows={2}
        most={500}
        value={prompt.text}
        error={problems.join(' ') || null}
        onChange={(text) => onChange({ ...prompt, text })}
      />
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <Field label="How">
          {(aria) => (
            <Select
              {...aria}
              options={KINDS}
              value={kindOf(prompt)}
              onChange={(e) => onChange(withKind(prompt, e.currentTarget.value))}
            />
          )}
        </Field>
        {prompt.kind === 'explanation' && (
          <Field label="By">
            {(aria) => (
              <Select
                {...aria}
                options={SCOPES}
                value={prompt.scope ?? 'member'}
                onChange={(e) => onChange({ ...prompt, scope: e.currentTarget.value === 'group' ? 'group' : 'member' })}
              />
            )}
          </Field>
        )}
      </div>
      {Array.isArray(prompt.choices) && (
        <>
          <Lines
            label="Choices, one a line"
            value={prompt.choices}
            onChange={(choices) => onChange({ ...prompt, choices })}
          />
          <Outcome prompt={prompt} onChange={onChange} />
        </>
      )}
    </>
  );
}

const KEY_PARTS = [
  { name: 'answer', label: 'Key: the answer', most: 2000 },
  { name: 'commonWrong', label: 'Key: what many say instead', most: 1000 },
  { name: 'misconception', label: 'Key: what they believe that makes them say it', most: 1000 },
] as const;

function Key({ answer, onChange }: { answer: Answer; onChange: (answer: Answer) => void }) {
  return KEY_PARTS.map(({ name, label, most }) => (
    <Area
      key={name}
      label={label}
      rows={name === 'answer' ? 2 : 1}
      most={most}
      value={answer[name]}
      onChange={(text) => onChange({ ...answer, [name]: text })}
    />
  ));
}

/** How the log shows which choice came true. Without it staff say so. */
function Outcome({ prompt, onChange }: { prompt: Prompt; onChange: (prompt: Prompt) => void }) {
  const choices = Array.isArray(prompt.choices) ? prompt.choices.filter((one) => one.trim() !== '') : [];
  const outcome = prompt.outcome ?? { by: '', choices: {} };
  const put = (next: typeof outcome) => {
    const { outcome: _before, ...rest } = prompt;
    const isSaid = next.by.trim() !== '' || Object.values(next.choices).some((one) => one.trim() !== '');
    onChange(isSaid ? { ...rest, outcome: next } : rest);
  };
  return (
    <details open={prompt.outcome !== undefined}>
      <summary className="cursor-pointer text-sm font-medium">Let the log decide</summary>
      <div className="mt-2 grid grid-cols-1 gap-2">
        <Area
          label="Decided by"
          hint="Rows or entries; the first after the question decides, and is called at."
          rows={1}
          isMono
          most={1000}
          value={outcome.by}
          onChange={(by) => put({ ...outcome, by })}
        />
        {choices.map((choice) => (
          <Area
            key={choice}
            label={`“${choice}” came true when`}
            rows={1}
            isMono
            most={1000}
            value={outcome.choices[choice] ?? ''}
            onChange={(text) => put({ ...outcome, choices: { ...outcome.choices, [choice]: text } })}
          />
        ))}
      </div>
    </details>
  );
}
