'use client';
import { formatPoints } from '@overcommit/coursework';
import type { MyItem, RegradeShape } from '@overcommit/protocol/api';
import Link from 'next/link';
import { LINK } from '@/ui/Small.tsx';
import { dateWords } from '../home/dates.ts';
import { AskRegrade } from './AskRegrade.tsx';

type Props = { assignmentId: string; item: MyItem; mayAsk: boolean; now: Date };

/** One item: points, why, the entries that show it, comments, later changes, requests. */
export function MyItemRow({ assignmentId, item, mayAsk, now }: Props) {
  const { title, points, outOf, isBonus, isPenalty, automatic, level, remarks, note, changes, regrades } = item;
  const isAsked = regrades.at(-1)?.answer === null;
  const comments = [level, ...remarks, note].filter((text) => text !== null && text !== '');
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1">
      <span className="break-words">{title}</span>
      <b className="text-right font-semibold whitespace-nowrap tabular-nums">
        {points === null ? '–' : formatPoints(points)}
        <span className="font-normal text-soft">
          {' '}
          / {formatPoints(isPenalty ? -outOf : outOf)}
          {isBonus && ' bonus'}
          {isPenalty && ' penalty'}
        </span>
      </b>
      <div className="col-span-2 grid gap-1.5 text-xs">
        {automatic && automatic.explanation !== '' && <p className="text-soft text-pretty">{automatic.explanation}</p>}
        <Evidence automatic={automatic} />
        {comments.length > 0 && (
          <div className="grid gap-1 rounded-md bg-sunk px-2.5 py-1.5 text-sm">
            {comments.map((text) => (
              <p key={text} className="break-words whitespace-pre-wrap">
                {text}
              </p>
            ))}
          </div>
        )}
        {changes.map((change) => (
          <p key={change.at.toISOString()} className="text-pretty">
            Changed {dateWords(change.at, now)}: from {pointsWord(change.from)} to {pointsWord(change.points)}.
          </p>
        ))}
        {regrades.map((regrade) => (
          <Regrade key={regrade.at.toISOString()} regrade={regrade} now={now} />
        ))}
        {mayAsk && !isAsked && <AskRegrade assignmentId={assignmentId} item={item} />}
      </div>
    </li>
  );
}

const pointsWord = (points: number | null): string => (points === null ? 'no points' : formatPoints(points));

/** The entries that decided, each a link to the replay at that entry. */
function Evidence({ automatic }: { automatic: MyItem['automatic'] }) {
  if (!automatic?.machineId || automatic.evidence.length === 0) return null;
  return (
    <p className="flex flex-wrap items-baseline gap-x-2">
      <span className="text-soft">See</span>
      {automatic.evidence.map((seq) => (
        <Link
          key={seq}
          href={`/machines/${automatic.machineId}/replay?at=${seq}`}
          className={`inline-block min-h-6 py-0.5 tabular-nums ${LINK}`}
          aria-label={`Replay at entry ${seq}`}
        >
          #{seq}
        </Link>
      ))}
    </p>
  );
}

function Regrade({ regrade: { text, at, seq, machineId, answer }, now }: { regrade: RegradeShape; now: Date }) {
  return (
    <div className="grid gap-1 border-l-2 border-line pl-2.5">
      <p className="break-words whitespace-pre-wrap">
        <span className="text-soft">You asked {dateWords(at, now)}</span>
        {seq !== null && machineId !== null && (
          <>
            {' '}
            <Link href={`/machines/${machineId}/replay?at=${seq}`} className={LINK}>
              at #{seq}
            </Link>
          </>
        )}
        : {text}
      </p>
      <p className="break-words whitespace-pre-wrap">
        {answer ? (
          <>
            <b className="font-semibold">{answer.upheld ? 'Upheld' : 'Not upheld'}</b>
            <span className="text-soft">, {dateWords(answer.at, now)}</span>: {answer.text}
          </>
        ) : (
          <span className="text-soft">Not answered yet.</span>
        )}
      </p>
    </div>
  );
}
