'use client';
import { formatPoints } from '@overcommit/coursework';
import { Button } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { Field, Textarea, TextField } from '@/ui/Field.tsx';
import { Kbd } from '@/ui/Small.tsx';
import { ErrorState } from '@/ui/States.tsx';
import type { FormProps } from './formProps.ts';
import { RemarkBank } from './RemarkBank.tsx';
import type { Grade, Theirs } from './saving/saveQueue.ts';

/** Points, level and note of the selected cell. Whatever is typed is kept at once; saving never waits for the server. */
export function GradeForm(props: FormProps) {
  const { item, shown, draft, lane, problem, onDraft, onSave, onClear } = props;
  const isAutomatic = item.kind === 'automatic';
  return (
    <fieldset
      className="grid min-w-0 gap-2.5 border-t border-line px-2.5 pt-2.5 pb-3"
      aria-label={`Grade: ${item.title}`}
    >
      {item.guidance && <p className="text-xs text-soft text-pretty">{item.guidance}</p>}
      {lane.conflict && <ConflictNote theirs={lane.conflict} mine={shown} onChoose={props.onChoose} />}
      {lane.refusal && <ErrorState title="This was refused, and is not saved." why={lane.refusal} />}
      {item.levels.length > 0 && <Levels item={item} draft={draft} onDraft={onDraft} />}
      <TextField
        label={`${isAutomatic ? 'Override' : 'Points'}${item.isPenalty ? ' taken away' : ''}, 0 to ${formatPoints(item.outOf)}`}
        inputMode="decimal"
        data-grade="points"
        autoComplete="off"
        value={draft.points}
        error={problem}
        onChange={(event) => onDraft({ ...draft, points: event.currentTarget.value, level: null })}
        className="max-w-40"
      />
      <Field label={isAutomatic ? 'Reason, for the student' : 'Note, for the student'}>
        {(aria) => (
          <Textarea
            {...aria}
            data-grade="note"
            value={draft.note}
            maxLength={4000}
            onChange={(event) => onDraft({ ...draft, note: event.currentTarget.value })}
          />
        )}
      </Field>
      <RemarkBank {...props} />
      <div className="flex flex-wrap gap-2">
        {shown.points !== null && (
          <Button variant="ghost" onClick={onClear}>
            {isAutomatic ? 'Back to automatic' : 'Clear'}
          </Button>
        )}
        <span className="grow" />
        <Button onClick={() => onSave('stay')}>Save</Button>
        <Button variant="primary" onClick={() => onSave('row')}>
          Save and next
        </Button>
      </div>
    </fieldset>
  );
}

/** Named marks; a digit chooses one. */
function Levels({ item, draft, onDraft }: Pick<FormProps, 'item' | 'draft' | 'onDraft'>) {
  return (
    <fieldset className="grid gap-1" aria-label="Levels">
      {item.levels.map(({ id, label, points }, index) => (
        <button
          key={id}
          type="button"
          aria-pressed={draft.level === id}
          onClick={() => onDraft({ ...draft, level: id, points: formatPoints(points) })}
          className={cx(
            'grid grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-2 rounded-md border border-line px-2 py-1 text-left hover:border-line-strong',
            draft.level === id && 'border-focus! bg-sunk font-medium',
          )}
        >
          <Kbd>{index + 1}</Kbd>
          <span className="break-words">{label}</span>
          <span className="tabular-nums">{formatPoints(points)}</span>
        </button>
      ))}
    </fieldset>
  );
}

const words = (grade: Grade | null): string =>
  grade === null || grade.points === null ? 'no points' : formatPoints(grade.points);

/** Both versions, until the grader chooses. Neither is lost before. */
function ConflictNote({
  theirs,
  mine,
  onChoose,
}: {
  theirs: Theirs;
  mine: Grade;
  onChoose: (whose: 'mine' | 'theirs') => void;
}) {
  return (
    <ErrorState
      title={`${theirs.by} graded this meanwhile.`}
      why={
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 gap-y-1">
          <dt className="text-soft">stored</dt>
          <dd className="break-words">
            {words(theirs.grade)} by {theirs.by}
            {theirs.grade?.note && <>, “{theirs.grade.note}”</>}
          </dd>
          <dt className="text-soft">yours</dt>
          <dd className="break-words">
            {words(mine)}
            {mine.note && <>, “{mine.note}”</>}
          </dd>
        </dl>
      }
      action={
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => onChoose('mine')}>Save mine</Button>
          <Button onClick={() => onChoose('theirs')}>Keep theirs</Button>
        </div>
      }
    />
  );
}
