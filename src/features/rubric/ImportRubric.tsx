'use client';
import type { Rubric } from '@overcommit/coursework';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { Field, FileInput } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { MOST_CHARACTERS, readRubricFile } from './rubricForm.ts';

/** A rubric from a file, as a draft: nothing counts before it is published. */
export function ImportRubric({ onImport }: { onImport: (rubric: Rubric) => void }) {
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function read(file: File | undefined): Promise<void> {
    if (!file) return;
    // A character has up to four bytes; a larger file is not read at all.
    const found = readRubricFile(file.size > 4 * MOST_CHARACTERS ? ' '.repeat(MOST_CHARACTERS + 1) : await file.text());
    setProblem(found.ok ? null : found.problem);
    if (!found.ok) return;
    onImport(found.rubric);
    setOpen(false);
  }

  return (
    <Dialog
      title="Import a rubric"
      lead="A file that was exported here. It becomes your draft; the rubric that counts stays until you publish."
      open={isOpen}
      onOpenChange={(next) => {
        setOpen(next);
        setProblem(null);
      }}
      trigger={
        <Button>
          <Upload aria-hidden />
          Import
        </Button>
      }
    >
      <div className="grid gap-4">
        <Field label="File">
          {(aria) => (
            <FileInput
              {...aria}
              accept=".json,application/json"
              onChange={(event) => void read(event.currentTarget.files?.[0])}
            />
          )}
        </Field>
        {problem && <ErrorState title="This file was not imported." why={problem} />}
      </div>
    </Dialog>
  );
}
