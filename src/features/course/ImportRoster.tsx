'use client';
import type { ImportedRoster } from '@overcommit/protocol/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, Upload } from 'lucide-react';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { CopyButton } from '@/ui/CopyButton.tsx';
import { Dialog } from '@/ui/Dialog.tsx';
import { Field, FileInput, Textarea } from '@/ui/Field.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { saveText } from '../replay/saveText.ts';
import { decodeText } from './decodeText.ts';
import { RosterErrors, RosterPreview } from './RosterPreview.tsx';

const EXAMPLE = 'name,email,group\nAna Núñez,ana@example.edu,otter\nBen Osei,ben@example.edu,otter';

/** Imports a roster from CSV, pasted or from a file: all of it, or nothing and the errors by line. */
export function ImportRoster({ courseId }: { courseId: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [csv, setCsv] = useState('');
  const bring = useMutation(
    trpc.courses.importRoster.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.courses.get.queryKey({ courseId }) }),
    }),
  );
  const preview = useMutation(trpc.courses.previewRoster.mutationOptions());
  const error = preview.error ?? bring.error;
  const isChecked = preview.data?.ok === true && !bring.data;
  const reset = () => {
    preview.reset();
    bring.reset();
  };
  const change = (text: string) => {
    setCsv(text);
    reset();
  };
  return (
    <Dialog
      title="Import a roster"
      lead="A line with the names of the columns, then one line for each person. Nothing is imported unless every line is right."
      className="w-[min(40rem,calc(100vw-2rem))]"
      onOpenChange={reset}
      trigger={
        <Button>
          <Upload aria-hidden />
          Import roster
        </Button>
      }
    >
      <div className="grid gap-4">
        <Field
          label="CSV"
          hint="Columns: name, email, and group or section if you like; exports of Canvas, Moodle and PrairieLearn are read too."
        >
          {(aria) => (
            <Textarea
              {...aria}
              className="min-h-40 font-mono text-xs"
              value={csv}
              placeholder={EXAMPLE}
              spellCheck={false}
              onChange={(event) => change(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label="Or a file">
          {(aria) => (
            <FileInput
              {...aria}
              accept=".csv,text/csv,text/plain"
              onChange={async (event) => {
                const file = event.currentTarget.files?.[0];
                change(file ? decodeText(new Uint8Array(await file.arrayBuffer())) : '');
              }}
            />
          )}
        </Field>
        {error && <ErrorState title="Nothing was imported." why={error.message} />}
        {preview.data && !bring.data && <RosterPreview preview={preview.data} />}
        {bring.data && <Outcome result={bring.data} />}
        {isChecked ? (
          <Button
            variant="primary"
            size="lg"
            isPending={bring.isPending}
            onClick={() => bring.mutate({ courseId, csv })}
          >
            Import
          </Button>
        ) : (
          <Button
            variant="primary"
            size="lg"
            isPending={preview.isPending}
            disabled={csv.trim() === ''}
            onClick={() => preview.mutate({ courseId, csv })}
          >
            See what it does
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function Outcome({ result }: { result: ImportedRoster }) {
  if (!result.ok) return <RosterErrors errors={result.errors} />;
  const { added, updated, invitations } = result;
  return (
    <div role="status" className="grid gap-2">
      <p className="font-medium text-ok">
        {added} added, {updated} updated.
      </p>
      {invitations.length > 0 && <Links invitations={invitations} />}
    </div>
  );
}

type Invitations = Extract<ImportedRoster, { ok: true }>['invitations'];

/** Shown only once: to copy into a spreadsheet, or to save as a file for a mail merge. Names contain no tab. */
function Links({ invitations }: { invitations: Invitations }) {
  const lines = invitations.map((one) => `${one.name}\t${one.email}\t${one.url}`).join('\n');
  return (
    <>
      <Field
        label="Links to hand out"
        hint="One each, shown only now. The first person to open a link sets the password."
      >
        {(aria) => (
          <Textarea
            {...aria}
            readOnly
            className="min-h-28 font-mono text-xs"
            value={lines}
            onFocus={(event) => event.currentTarget.select()}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <CopyButton label={invitations.length === 1 ? 'Copy it' : `Copy all ${invitations.length}`} text={lines} />
        <Button onClick={() => saveText('invitations.tsv', `name\temail\tlink\n${lines}\n`)}>
          <Download aria-hidden />
          Save as a file
        </Button>
      </div>
    </>
  );
}
