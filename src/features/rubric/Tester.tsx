'use client';
import { formatPoints } from '@overcommit/coursework';
import type { TriedRow } from '@overcommit/protocol/api';
import { useQuery } from '@tanstack/react-query';
import { Check, CircleAlert, Minus, Play, X } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { Field, FileInput, Select } from '@/ui/Field.tsx';
import { Progress } from '@/ui/Progress.tsx';
import { LINK } from '@/ui/Small.tsx';
import { EmptyState, ErrorState } from '@/ui/States.tsx';
import { type ItemForm, type ItemProblems, itemOf } from './rubricForm.ts';
import { type Trial, useTester } from './useTester.ts';

const UPLOAD = 'upload';
const SIGN = {
  earned: { Icon: Check, words: 'earned' },
  partly: { Icon: Minus, words: 'partly earned' },
  missed: { Icon: X, words: 'not earned' },
  error: { Icon: CircleAlert, words: 'could not be evaluated' },
} as const;

type Props = { assignmentId: string; item: ItemForm; problems: ItemProblems };

/** Runs the item on logs: those of this assignment, of another one, or of a file. Nothing of it counts. */
export function Tester({ assignmentId, item, problems }: Props) {
  const trpc = useTRPC();
  const sources = useQuery(trpc.rubric.sources.queryOptions({ assignmentId }));
  const [source, setSource] = useState(assignmentId);
  const [file, setFile] = useState<File | null>(null);
  const { trial, run, runLog } = useTester(assignmentId);
  const isWrong = Object.keys(problems).length > 0;
  const asked = itemOf(item);

  async function start(): Promise<void> {
    if (asked.kind !== 'automatic') return;
    if (source !== UPLOAD) await run(asked, source);
    else if (file) await runLog(asked, await file.text());
  }

  const options = (sources.data ?? []).map(({ assignmentId: value, title, courseTitle, groups }) => ({
    value,
    label: `${value === assignmentId ? 'This assignment' : `${title}, ${courseTitle}`} (${groups})`,
  }));
  return (
    <Card as="section" className="grid grid-cols-1 gap-3 p-4 lg:max-xl:col-start-2" aria-label="Try it">
      <SectionTitle>Try it</SectionTitle>
      <Field label="On the logs of">
        {(aria) => (
          <Select
            {...aria}
            value={source}
            options={[...options, { value: UPLOAD, label: 'An exported log…' }]}
            onChange={(event) => setSource(event.currentTarget.value)}
          />
        )}
      </Field>
      {source === UPLOAD && (
        <Field label="Exported log" hint="An .ndjson file of at most 4 MiB, as a replay exports it.">
          {(aria) => (
            <FileInput
              {...aria}
              accept=".ndjson,.jsonl"
              onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)}
            />
          )}
        </Field>
      )}
      <Button
        variant="primary"
        disabled={isWrong || (source === UPLOAD && !file)}
        isPending={trial?.isRunning ?? false}
        onClick={() => void start()}
      >
        <Play aria-hidden />
        Try it
      </Button>
      {isWrong && <p className="text-xs text-soft">Something in this item is wrong: mend it first.</p>}
      {trial && <Outcome trial={trial} />}
    </Card>
  );
}

function Outcome({ trial }: { trial: Trial }) {
  const { rows, error, isRunning, total, done, isPreview } = trial;
  if (error) return <ErrorState title="It could not be tried." why={error} />;
  if (rows.length === 0 && isRunning) return <Progress label="Reading the first log" done={0} total={null} />;
  if (rows.length === 0) return <EmptyState title="There is no log with students in it." />;
  const earned = rows.filter(({ verdict }) => verdict === 'earned').length;
  const partly = rows.filter(({ verdict }) => verdict === 'partly').length;
  return (
    <div className="grid grid-cols-1 gap-2">
      {isRunning && <Progress label="Groups" done={done} total={total} />}
      <p role="status" className="font-medium">
        {earned} of {rows.length} earn it{partly > 0 && `, ${partly} partly`}.
      </p>
      {isPreview && <p className="text-xs text-soft">Groups without a hand-in: their work as it stands.</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <ul className="grid max-h-[60vh] grid-cols-1 overflow-y-auto" aria-label="Who earns it" tabIndex={0}>
        {rows.map((row) => (
          <Tried key={row.id} row={row} />
        ))}
      </ul>
    </div>
  );
}

const MOST_EVIDENCE = 8;

function Tried({ row }: { row: TriedRow }) {
  const { group, name, verdict, points, explanation, machineId, evidence } = row;
  const { Icon, words } = SIGN[verdict];
  return (
    <li className="grid grid-cols-[1.25rem_minmax(0,1fr)_auto] gap-x-2 border-b border-line py-1.5 text-sm last:border-0">
      <Icon className={cx('mt-0.5 size-4 text-soft', verdict === 'error' && 'text-warn')} aria-label={words} />
      <span className="break-words">
        {name ?? group}
        {name !== null && <span className="text-xs text-soft">, {group}</span>}
      </span>
      <b className="font-semibold tabular-nums">{formatPoints(points)}</b>
      <span className="col-start-2 text-xs text-soft text-pretty break-words">{explanation}</span>
      {evidence.length > 0 && (
        <span className="col-start-2 flex flex-wrap gap-x-2 text-xs">
          {evidence.slice(0, MOST_EVIDENCE).map((seq) =>
            machineId ? (
              <Link key={seq} href={`/machines/${machineId}/replay?at=${seq}`} target="_blank" className={LINK}>
                #{seq}
              </Link>
            ) : (
              <span key={seq}>#{seq}</span>
            ),
          )}
          {evidence.length > MOST_EVIDENCE && (
            <span className="text-soft">and {evidence.length - MOST_EVIDENCE} more</span>
          )}
        </span>
      )}
    </li>
  );
}
