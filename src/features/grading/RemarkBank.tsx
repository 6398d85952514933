'use client';
import type { Remark } from '@overcommit/protocol/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button, IconButton } from '@/ui/Button.tsx';
import { toast } from '@/ui/Toaster.tsx';
import type { FormProps } from './formProps.ts';

const SHOWN_ROWS = 8;

type Props = Pick<FormProps, 'assignmentId' | 'item' | 'draft' | 'nameOf' | 'onDraft' | 'onRow'>;

/** Comments to use again: one press puts a comment into the note, and each says who got it. */
export function RemarkBank({ assignmentId, item, draft, nameOf, onDraft, onRow }: Props) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const at = { assignmentId, itemId: item.id };
  const bank = useQuery(trpc.grading.remarks.queryOptions(at));
  const refresh = () => void queries.invalidateQueries(trpc.grading.remarks.queryFilter(at));
  const fail = (error: { message: string }) => void toast(`Nothing was changed. ${error.message}`);
  const add = useMutation(trpc.grading.addRemark.mutationOptions({ onSuccess: refresh, onError: fail }));
  const remove = useMutation(trpc.grading.removeRemark.mutationOptions({ onSuccess: refresh, onError: fail }));
  const remarks = bank.data ?? [];
  const note = draft.note.trim();
  const isKnown = remarks.some(({ text }) => text === note);
  function use({ id, text }: Remark): void {
    if (draft.remarks.includes(id)) return;
    const joined = note === '' ? text : `${draft.note.trimEnd()}\n${text}`;
    onDraft({ ...draft, note: joined, remarks: [...draft.remarks, id] });
  }
  return (
    <details className="group text-xs">
      <summary className="cursor-pointer text-soft">Comment bank{remarks.length > 0 && ` · ${remarks.length}`}</summary>
      <ul className="mt-1.5 grid grid-cols-1 gap-1">
        {remarks.map((remark) => (
          <li
            key={remark.id}
            className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-1.5 rounded-md border border-line p-1.5"
          >
            <button
              type="button"
              className="text-left break-words hover:underline"
              aria-pressed={draft.remarks.includes(remark.id)}
              onClick={() => use(remark)}
            >
              {remark.text}
            </button>
            <IconButton
              variant="plain"
              label={`Take out of the bank: ${remark.text}`}
              onClick={() => remove.mutate({ assignmentId, remarkId: remark.id })}
            >
              <X aria-hidden />
            </IconButton>
            <WhoGotIt remark={remark} nameOf={nameOf} onRow={onRow} />
          </li>
        ))}
        {remarks.length === 0 && <li className="text-soft">Nothing is in it yet. Write a note, then keep it here.</li>}
      </ul>
      <Button
        size="sm"
        className="mt-1.5"
        disabled={note === '' || note.length > 400 || isKnown}
        isPending={add.isPending}
        onClick={() => add.mutate({ ...at, text: note })}
      >
        <Plus aria-hidden /> Keep this note for others
      </Button>
    </details>
  );
}

function WhoGotIt({ remark, nameOf, onRow }: { remark: Remark } & Pick<Props, 'nameOf' | 'onRow'>) {
  const { rowIds } = remark;
  if (rowIds.length === 0) return <p className="text-2xs text-soft">No one got it yet.</p>;
  return (
    <p className="col-span-2 flex flex-wrap gap-x-1.5 text-2xs text-soft">
      {rowIds.length} got it:
      {rowIds.slice(0, SHOWN_ROWS).map((rowId) => (
        <button key={rowId} type="button" className="text-ink underline" onClick={() => onRow(rowId)}>
          {nameOf(rowId)}
        </button>
      ))}
      {rowIds.length > SHOWN_ROWS && `and ${rowIds.length - SHOWN_ROWS} more`}
    </p>
  );
}
