'use client';
import { formatPoints, parsePoints } from '@overcommit/coursework';
import type { GradeRow, RubricItemShape } from '@overcommit/protocol/api';
import { type KeyboardEvent, useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { Field, Textarea, TextField } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';
import type { Conflict, Desk } from './useDesk.ts';

const pointsText = (grade: { points: number | null } | null): string =>
  grade?.points == null ? '' : formatPoints(grade.points);

type Props = { item: RubricItemShape; row: GradeRow; desk: Desk; onNext: () => void };

/** The fields of one grade, and what saving them needs. */
function useGrade({ item, row, desk, onNext }: Props) {
  const conflict = desk.conflictOf(row);
  const kept = conflict?.mine ?? row.manual;
  const [points, setPoints] = useState(pointsText(kept));
  const [note, setNote] = useState(kept?.note ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  async function send(draft: { points: number | null; note: string }, goOn: boolean): Promise<void> {
    setFailure(null);
    try {
      const isSaved = await desk.save(row, draft);
      if (isSaved && goOn) onNext();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'The server did not answer.');
    }
  }
  async function save(goOn: boolean): Promise<void> {
    const parsed = parsePoints(points);
    if (parsed === null || parsed > item.outOf) return setProblem(`A number from 0 to ${formatPoints(item.outOf)}.`);
    if (row.automatic !== null && note.trim() === '') return setProblem('An override needs a reason.');
    setProblem(null);
    await send({ points: parsed, note }, goOn);
  }
  function takeTheirs(): void {
    setPoints(pointsText(row.manual));
    setNote(row.manual?.note ?? '');
    desk.dismiss(row);
  }
  const clear = () => send({ points: null, note: '' }, false);
  return { conflict, points, setPoints, note, setNote, problem, failure, save, clear, takeTheirs };
}

/** Points and a note for the selected item; on an automatic item an override with its reason. */
export function PointsForm(props: Props) {
  const { item, row, desk } = props;
  const grade = useGrade(props);
  const isAutomatic = row.automatic !== null;
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void grade.save(true);
  }
  return (
    <fieldset
      className="grid gap-2.5 border-t border-line px-2.5 pt-2.5 pb-3"
      onKeyDown={onKeyDown}
      aria-label={`Grade: ${item.title}`}
    >
      {item.guidance && <p className="text-xs text-soft text-pretty">{item.guidance}</p>}
      {grade.conflict && <ConflictNote conflict={grade.conflict} onTakeTheirs={grade.takeTheirs} />}
      <TextField
        label={isAutomatic ? `Override, 0 to ${formatPoints(item.outOf)}` : `Points, 0 to ${formatPoints(item.outOf)}`}
        inputMode="decimal"
        data-grade="points"
        autoComplete="off"
        value={grade.points}
        error={grade.problem}
        onChange={(event) => grade.setPoints(event.currentTarget.value)}
        className="max-w-40"
      />
      <Field label={isAutomatic ? 'Reason, for the student' : 'Note, for the student'}>
        {(aria) => (
          <Textarea
            {...aria}
            data-grade="note"
            value={grade.note}
            maxLength={4000}
            onChange={(event) => grade.setNote(event.currentTarget.value)}
          />
        )}
      </Field>
      {grade.failure && <ErrorState title="This was not saved." why={grade.failure} />}
      <div className="flex flex-wrap gap-2">
        {row.manual && (
          <Button variant="ghost" onClick={grade.clear}>
            {isAutomatic ? 'Back to automatic' : 'Clear'}
          </Button>
        )}
        <span className="grow" />
        <Button onClick={() => grade.save(false)} isPending={desk.isSaving}>
          {grade.conflict ? 'Save mine instead' : 'Save'}
        </Button>
        <Button variant="primary" onClick={() => grade.save(true)} isPending={desk.isSaving}>
          Save and next
        </Button>
      </div>
    </fieldset>
  );
}

/** Both versions, until the grader chooses: theirs is stored, mine is in the fields. */
function ConflictNote({ conflict, onTakeTheirs }: { conflict: Conflict; onTakeTheirs: () => void }) {
  const { manual } = conflict.theirs;
  return (
    <ErrorState
      title="Someone else graded this meanwhile."
      why={
        <>
          <p>
            Stored: {manual ? `${formatPoints(manual.points)} by ${manual.by}` : 'no points'}
            {manual?.note && <>, “{manual.note}”</>}
          </p>
          <p>Yours is in the fields below and not saved yet.</p>
        </>
      }
      action={<Button onClick={onTakeTheirs}>Keep theirs</Button>}
    />
  );
}
