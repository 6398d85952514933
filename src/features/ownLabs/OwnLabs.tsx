'use client';
import { MOST_LAB_CHARACTERS, readLabFile } from '@overcommit/handbook/ownLab';
import type { OwnLabSummary } from '@overcommit/protocol/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { SectionTitle } from '@/ui/Card.tsx';
import { Field, FileInput } from '@/ui/Field.tsx';
import { Row, RowList } from '@/ui/RowList.tsx';
import { LINK } from '@/ui/Small.tsx';
import { ErrorState } from '@/ui/States.tsx';
import { dateWords } from '../home/dates.ts';

const open = ({ labId }: { labId: string }) => window.location.assign(`/labs/own/${labId}`);

/** The labs that the reader wrote and those that colleagues share. The server says who is an instructor. */
export function OwnLabs() {
  const trpc = useTRPC();
  const [problem, setProblem] = useState<string | null>(null);
  const labs = useQuery(trpc.ownLabs.list.queryOptions());
  const create = useMutation(trpc.ownLabs.create.mutationOptions({ onSuccess: open }));
  const bring = useMutation(trpc.ownLabs.import.mutationOptions({ onSuccess: open }));
  const copy = useMutation(trpc.ownLabs.copy.mutationOptions({ onSuccess: open }));
  const error = create.error ?? bring.error ?? copy.error;

  async function read(file: File | undefined): Promise<void> {
    if (!file) return;
    // A character has up to four bytes; a larger file is not read at all.
    const isLarge = file.size > 4 * MOST_LAB_CHARACTERS;
    const found = readLabFile(isLarge ? ' '.repeat(MOST_LAB_CHARACTERS + 1) : await file.text());
    setProblem(found.ok ? null : found.problem);
    if (found.ok) bring.mutate({ lab: found.lab });
  }

  return (
    <section className="grid grid-cols-1 gap-3" aria-label="Labs of your own">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <SectionTitle>Labs of your own, and shared ones</SectionTitle>
        <div className="flex flex-wrap items-end gap-3">
          <Field label="Import a lab">
            {(aria) => (
              <FileInput
                {...aria}
                accept=".json,application/json"
                onChange={(e) => void read(e.currentTarget.files?.[0])}
              />
            )}
          </Field>
          <Button variant="primary" isPending={create.isPending} onClick={() => create.mutate()}>
            <Plus aria-hidden />
            Write a lab
          </Button>
        </div>
      </div>
      {(problem || error) && <ErrorState title="No lab was made." why={problem ?? error?.message} />}
      <List labs={labs.data ?? []} isCopying={copy.isPending} onCopy={(slug) => copy.mutate({ slug })} />
    </section>
  );
}

type ListProps = { labs: OwnLabSummary[]; isCopying: boolean; onCopy: (slug: string) => void };

function List({ labs, isCopying, onCopy }: ListProps) {
  const [now] = useState(() => new Date());
  if (labs.length === 0) return null;
  return (
    <RowList>
      {labs.map(({ labId, title, isMine, isShared, author, version, slug, updatedAt }) => (
        <Row key={labId}>
          <div className="flex flex-wrap items-baseline justify-between gap-2">
            {isMine ? (
              <Link href={`/labs/own/${labId}`} className={`font-medium break-words ${LINK}`}>
                {title}
              </Link>
            ) : (
              <span className="font-medium break-words">{title}</span>
            )}
            {!isMine && slug && (
              <Button size="sm" isPending={isCopying} onClick={() => onCopy(slug)}>
                Copy it
              </Button>
            )}
          </div>
          <span className="text-xs text-soft">
            {isMine ? (isShared ? 'shared' : 'only yours') : `by ${author}`} ·{' '}
            {version === null ? 'not published' : `version ${version}`} · {dateWords(updatedAt, now)}
          </span>
        </Row>
      ))}
    </RowList>
  );
}
