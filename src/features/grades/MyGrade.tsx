'use client';
import { formatPoints } from '@overcommit/coursework';
import type { MyFigure } from '@overcommit/protocol/api';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { dateWords } from '../home/dates.ts';
import { Loaded } from '../home/Loaded.tsx';
import { creditOf } from './creditWords.ts';
import { MyItemRow } from './MyItemRow.tsx';

/** A student's released grade: each item with its points, what shows them, and what they may ask about it. */
export function MyGrade({ assignmentId }: { assignmentId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.grades.mine.queryOptions({ assignmentId }));
  return (
    <Loaded query={query}>
      {({ figure }) => (figure ? <Grade assignmentId={assignmentId} figure={figure} /> : null)}
    </Loaded>
  );
}

function Grade({ assignmentId, figure }: { assignmentId: string; figure: MyFigure }) {
  const [now] = useState(() => new Date());
  const { releasedAt, regradeUntil, items, ungraded } = figure;
  const mayAsk = regradeUntil === null || regradeUntil >= now;
  return (
    <Card as="section" className="grid gap-3 p-4" aria-label="My grade">
      <div className="flex items-baseline justify-between gap-3">
        <SectionTitle note={`released ${dateWords(releasedAt, now)}`}>My grade</SectionTitle>
        <b className="text-lg leading-none font-semibold whitespace-nowrap tabular-nums">
          {formatPoints(figure.total)}{' '}
          <span className="text-sm font-normal text-soft">of {formatPoints(figure.outOf)}</span>
        </b>
      </div>
      <ul className="grid gap-3">
        {items.map((item) => (
          <MyItemRow key={item.itemId} {...{ assignmentId, item, mayAsk, now }} />
        ))}
      </ul>
      <Sums figure={figure} />
      {ungraded > 0 && <p className="text-xs text-soft">Items without a number are not graded yet.</p>}
      <p className="text-xs text-soft text-pretty">
        {mayAsk
          ? `If you think that something was overlooked, ask at the item${regradeUntil ? `, until ${dateWords(regradeUntil, now)}` : ''}. Another person than the first grader answers.`
          : 'The time in which a regrade could be asked for is over.'}
      </p>
      <Work figure={figure} now={now} />
    </Card>
  );
}

/** What lateness cost; nothing when the work was on time. */
function Sums({ figure: { earned, latePercent, total } }: { figure: MyFigure }) {
  if (latePercent === 0) return null;
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-3 border-t border-line pt-2 tabular-nums">
      <dt>Earned</dt>
      <dd className="text-right">{formatPoints(earned)}</dd>
      <dt>Handed in late: {latePercent} % less</dt>
      <dd className="text-right">−{formatPoints(earned - total)}</dd>
    </dl>
  );
}

/** What was handed in, as it counted. */
function Work({ figure: { handedInAt, answers, credit }, now }: { figure: MyFigure; now: Date }) {
  return (
    <div className="grid gap-2 border-t border-line pt-3 text-xs">
      <p className="text-soft">
        {handedInAt ? `What counted was sealed ${dateWords(handedInAt, now)}.` : 'Nothing was handed in.'}
      </p>
      {credit && <p className="text-pretty">You on the machine: {creditOf(credit).join(', ')}.</p>}
      {answers.map(({ prompt, text, isGroups }) => (
        <details key={`${prompt} ${isGroups}`}>
          <summary className="min-h-6 cursor-pointer py-1">
            {isGroups ? 'The answer of my group' : 'My answer'} ({prompt}), as it was sealed
          </summary>
          <p className="mt-1 rounded-md bg-sunk px-2.5 py-1.5 text-sm break-words whitespace-pre-wrap">{text}</p>
        </details>
      ))}
    </div>
  );
}
