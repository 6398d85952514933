'use client';
import { formatPoints } from '@overcommit/coursework';
import type { RegradeList, RegradeRow } from '@overcommit/protocol/api';
import { count } from '@overcommit/reading';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Badge } from '@/ui/Badge.tsx';
import { Card, PageTitle } from '@/ui/Card.tsx';
import { EmptyState } from '@/ui/States.tsx';
import { dateWords } from '../home/dates.ts';
import { Loaded } from '../home/Loaded.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { usePageTitle } from '../usePageTitle.ts';
import { AnswerRegrade } from './AnswerRegrade.tsx';

/** All regrade requests of an assignment, the open ones first; answered here, by pseudonym. */
export function RegradesScreen({ assignmentId }: { assignmentId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.grades.regrades.queryOptions({ assignmentId }));
  usePageTitle(query.data && `Regrades: ${query.data.title}`);
  const crumbs = query.data
    ? [
        { label: 'Course', href: `/courses/${query.data.courseId}` },
        { label: query.data.title, href: `/assignments/${assignmentId}` },
        { label: 'Regrades' },
      ]
    : [{ label: 'Regrades' }];
  return (
    <PageFrame crumbs={crumbs}>
      <Loaded query={query} isPage>
        {(list) => <Requests assignmentId={assignmentId} list={list} />}
      </Loaded>
    </PageFrame>
  );
}

function Requests({ assignmentId, list: { title, rows } }: { assignmentId: string; list: RegradeList }) {
  const [now] = useState(() => new Date());
  const open = rows.filter((row) => row.answer === null).length;
  return (
    <>
      <PageTitle title={`Regrades: ${title}`} lead={`${count(open, 'request')} to answer, ${rows.length} in all`} />
      {rows.length === 0 && (
        <EmptyState title="Nobody has asked for a regrade.">
          Students ask at an item of their released grade. Their requests appear here.
        </EmptyState>
      )}
      <ul className="grid max-w-prose gap-3">
        {rows.map((row) => (
          <Card as="li" key={row.request} className="grid gap-2 p-4">
            <Request row={row} now={now} />
            {row.answer === null &&
              (row.isOwn ? (
                <p className="text-xs text-soft">You gave these points: another grader answers.</p>
              ) : (
                <AnswerRegrade assignmentId={assignmentId} row={row} />
              ))}
          </Card>
        ))}
      </ul>
    </>
  );
}

function Request({ row, now }: { row: RegradeRow; now: Date }) {
  const { itemTitle, pseudonym, points, outOf, text, at, seq, note, explanation, answer } = row;
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 className="font-medium break-words">{itemTitle}</h2>
        <span className="text-soft tabular-nums">
          {points === null ? '–' : formatPoints(points)} / {formatPoints(outOf)}
        </span>
      </div>
      <p className="text-xs text-soft">
        {pseudonym}, {dateWords(at, now)}
        {seq !== null && `, at entry #${seq}`}
      </p>
      <p className="break-words whitespace-pre-wrap">{text}</p>
      {explanation && <p className="text-xs text-soft">The log: {explanation}</p>}
      {note && <p className="rounded-md bg-sunk px-2.5 py-1.5 break-words whitespace-pre-wrap">{note}</p>}
      {answer && (
        <p className="break-words whitespace-pre-wrap">
          <Badge tone={answer.upheld ? 'ok' : 'soft'}>{answer.upheld ? 'upheld' : 'not upheld'}</Badge> {answer.text}
        </p>
      )}
    </>
  );
}
