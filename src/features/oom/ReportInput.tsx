'use client';
import { type ChangeEvent, type DragEvent, useRef, useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { Card } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { Field, Textarea } from '@/ui/Field.tsx';
import { EXAMPLES } from './examples.ts';

const MOST_BYTES = 50_000_000;
/** Longer texts are read, but not put into the field: a browser draws it too slowly. */
const MOST_SHOWN = 500_000;

type Take = (text: string, name: string | null) => void;

/** The field, what is said below it, and the ways in which a text comes into it. */
function useReportInput(onText: (text: string) => void) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [note, setNote] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  function take(text: string, name: string | null): void {
    setProblem(null);
    setNote(name);
    if (field.current) field.current.value = text.length > MOST_SHOWN ? '' : text;
    onText(text);
  }

  async function takeFile(file: File | undefined): Promise<void> {
    if (!file) return;
    if (file.size > MOST_BYTES)
      return setProblem(`${file.name} has more than 50 MB. Cut out the hours around the kill.`);
    try {
      take(await file.text(), `Read from ${file.name}.`);
    } catch {
      setProblem(`${file.name} could not be read.`);
    }
  }

  function typed(text: string): void {
    setNote(null);
    setProblem(null);
    onText(text);
  }

  return { field, note, problem, take, takeFile, typed };
}

/** Where a report comes in: pasted, dropped, chosen, or an example. */
export function ReportInput({ onText }: { onText: (text: string) => void }) {
  const { field, note, problem, take, takeFile, typed } = useReportInput(onText);
  const [isOver, setOver] = useState(false);

  function onDrop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) void takeFile(file);
    else take(event.dataTransfer.getData('text'), null);
  }

  return (
    <Card
      as="section"
      aria-label="The report"
      className={cx('grid gap-3 p-4', isOver && 'border-focus!')}
      onDragOver={(event: DragEvent) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <Field
        label="Report or log"
        hint={
          note ??
          'Paste, or drop a file here. Several reports, cut ones and any prefix are fine: dmesg, journald, syslog, containers.'
        }
        error={problem}
      >
        {(aria) => (
          <Textarea
            {...aria}
            ref={field}
            rows={6}
            spellCheck={false}
            autoComplete="off"
            placeholder="[ 1234.567890] java invoked oom-killer: gfp_mask=0x100cca(GFP_HIGHUSER_MOVABLE), order=0, oom_score_adj=0"
            className="max-h-60 font-mono text-xs"
            onChange={(event: ChangeEvent<HTMLTextAreaElement>) => typed(event.target.value)}
          />
        )}
      </Field>
      <OtherWays take={take} takeFile={takeFile} />
    </Card>
  );
}

function OtherWays({ take, takeFile }: { take: Take; takeFile: (file: File | undefined) => Promise<void> }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <label className="inline-flex min-h-7 cursor-pointer items-center rounded-md border border-line bg-panel px-2.5 text-xs font-medium hover:border-line-strong focus-within:outline-2 focus-within:outline-focus">
        Choose a file
        <input
          type="file"
          className="sr-only"
          onChange={(event: ChangeEvent<HTMLInputElement>) => void takeFile(event.target.files?.[0])}
        />
      </label>
      <span className="text-xs text-soft">or an example:</span>
      {EXAMPLES.map(({ name, text }) => (
        <Button key={name} className="whitespace-normal! text-left" onClick={() => take(text, `An example: ${name}.`)}>
          {name}
        </Button>
      ))}
    </div>
  );
}
