'use client';
import type { CommentShape } from '@overcommit/protocol/api';
import { entryNumber } from '@overcommit/reading';
import { type FormEvent, type Ref, useState } from 'react';
import type { People } from '@/machineView/people.ts';
import { Button } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { ConfirmDialog } from '@/ui/Dialog.tsx';
import { Field, Textarea } from '@/ui/Field.tsx';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { EmptyState, ErrorState, Skeleton } from '@/ui/States.tsx';
import { dateWords } from '../../home/dates.ts';
import { type Comments, type Thread, threadsOf } from './useComments.ts';

type Props = {
  comments: Comments;
  people: People;
  seq: number;
  onGoTo: (seq: number) => void;
  writer: Ref<HTMLTextAreaElement>;
};

/** The comments on this log: a list with links to their entries, and a field for a comment on the current entry. */
export function CommentsPanel({ comments, people, seq, onGoTo, writer }: Props) {
  const { list, add, machineId } = comments;
  return (
    <div className="grid gap-4">
      <Writer
        label={`Comment at entry ${entryNumber(seq)}`}
        action="Comment"
        writer={writer}
        error={add.error?.message ?? null}
        isPending={add.isPending}
        onWrite={(text) => add.mutateAsync({ machineId, seq, text })}
      />
      {list.isPending && <Skeleton className="h-24" label="Reading the comments" />}
      {list.error && <ErrorState title="The comments could not be read" why={list.error.message} />}
      {list.data?.length === 0 && <EmptyState title="No comments yet">Press c at any entry.</EmptyState>}
      {list.data && list.data.length > 0 && (
        <ol className="grid gap-3" aria-label="Comments">
          {threadsOf(list.data).map((thread) => (
            <ThreadItem
              key={thread.head.id}
              {...{ thread, comments, people, onGoTo }}
              isHere={thread.head.seq === seq}
            />
          ))}
        </ol>
      )}
    </div>
  );
}

type ThreadProps = { thread: Thread; isHere: boolean } & Pick<Props, 'comments' | 'people' | 'onGoTo'>;

function ThreadItem({ thread, comments, people, onGoTo, isHere }: ThreadProps) {
  const { head, answers } = thread;
  const { add, machineId } = comments;
  const [isAnswering, setAnswering] = useState(false);
  const answer = async (text: string) => {
    await add.mutateAsync({ machineId, seq: head.seq, parentId: head.id, text });
    setAnswering(false);
  };
  return (
    <li className={cx('grid gap-2 rounded-lg border p-2.5', isHere ? 'border-line-strong bg-sunk' : 'border-line')}>
      <div className="flex items-baseline justify-between gap-2">
        <Button size="sm" onClick={() => onGoTo(head.seq)} aria-label={`Go to entry ${entryNumber(head.seq)}`}>
          {entryNumber(head.seq)}
        </Button>
        {!head.isRemoved && (
          <Button size="sm" variant="ghost" aria-expanded={isAnswering} onClick={() => setAnswering(!isAnswering)}>
            Answer
          </Button>
        )}
      </div>
      <One comment={head} comments={comments} people={people} />
      {answers.length > 0 && (
        <ul className="grid gap-2 border-l border-line pl-2.5" aria-label="Answers">
          {answers.map((one) => (
            <li key={one.id}>
              <One comment={one} comments={comments} people={people} />
            </li>
          ))}
        </ul>
      )}
      {isAnswering && (
        <Writer
          label="Your answer"
          action="Answer"
          isFirst
          error={add.error?.message ?? null}
          isPending={add.isPending}
          onWrite={answer}
          onCancel={() => setAnswering(false)}
        />
      )}
    </li>
  );
}

function One({ comment, comments, people }: { comment: CommentShape; comments: Comments; people: People }) {
  const { edit, remove, machineId } = comments;
  const [isEditing, setEditing] = useState(false);
  if (comment.isRemoved) return <p className="text-soft italic">This comment was removed.</p>;
  const { id: commentId, text, authorName, actorId, isMine, mayRemove, createdAt, editedAt } = comment;
  const save = async (next: string) => {
    await edit.mutateAsync({ machineId, commentId, text: next });
    setEditing(false);
  };
  if (isEditing)
    return (
      <Writer
        label="Your comment"
        action="Save"
        isFirst
        initial={text}
        error={edit.error?.message ?? null}
        isPending={edit.isPending}
        onWrite={save}
        onCancel={() => setEditing(false)}
      />
    );
  return (
    <div className="grid min-w-0 gap-1">
      <p className="flex min-w-0 flex-wrap items-center gap-x-1.5 text-xs">
        {actorId && <OwnerMark look={people.look(actorId)} />}
        <span className="min-w-0 font-medium break-words">{authorName}</span>
        <time dateTime={createdAt.toISOString()} className="text-soft">
          {dateWords(createdAt, new Date())}
          {editedAt && ', changed since'}
        </time>
      </p>
      <p className="break-words whitespace-pre-wrap">{text}</p>
      {(isMine || mayRemove) && (
        <p className="flex gap-1">
          {isMine && (
            <Button size="sm" variant="ghost" onClick={() => setEditing(true)}>
              Change
            </Button>
          )}
          {mayRemove && (
            <ConfirmDialog
              title="Remove this comment?"
              lead="Its text is deleted; answers to it stay."
              confirmLabel="Remove"
              onConfirm={async () => void (await remove.mutateAsync({ machineId, commentId }))}
              trigger={
                <Button size="sm" variant="ghost">
                  Remove
                </Button>
              }
            />
          )}
        </p>
      )}
    </div>
  );
}

/** The reader opened the field: it takes the focus. */
const focusIt = (field: HTMLTextAreaElement | null): void => field?.focus();

type WriterProps = {
  label: string;
  action: string;
  initial?: string;
  error: string | null;
  isPending: boolean;
  /** The reader opened the field: it takes the focus. */
  isFirst?: boolean;
  writer?: Ref<HTMLTextAreaElement>;
  onWrite: (text: string) => Promise<unknown>;
  onCancel?: () => void;
};

function Writer({ label, action, initial = '', error, isPending, isFirst, writer, onWrite, onCancel }: WriterProps) {
  const [text, setText] = useState(initial);
  const send = (e?: FormEvent) => {
    e?.preventDefault();
    if (text.trim() === '' || isPending) return;
    // `error` says what went wrong; the text stays for another try.
    onWrite(text).then(
      () => setText(''),
      () => undefined,
    );
  };
  return (
    <form onSubmit={send} className="grid gap-1.5">
      <Field label={label} error={error}>
        {(aria) => (
          <Textarea
            {...aria}
            ref={isFirst ? focusIt : writer}
            className="min-h-16!"
            maxLength={2000}
            value={text}
            onChange={(e) => setText(e.target.value)}
            onKeyDown={(e) => {
              if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) send();
              if (e.key === 'Escape') onCancel?.();
            }}
          />
        )}
      </Field>
      <div className="flex items-center gap-1.5">
        <Button type="submit" variant="primary" isPending={isPending} disabled={text.trim() === ''}>
          {action}
        </Button>
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
        <span className="text-xs text-soft">ctrl + enter</span>
      </div>
    </form>
  );
}
