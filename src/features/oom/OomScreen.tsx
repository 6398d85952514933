'use client';
import { useEffect, useRef, useState } from 'react';
import { PageTitle } from '@/ui/Card.tsx';
import { Checkbox } from '@/ui/Field.tsx';
import { EmptyState, ErrorState, Skeleton } from '@/ui/States.tsx';
import { PageFrame } from '../home/PageFrame.tsx';
import { EventList } from './EventList.tsx';
import { ReportInput } from './ReportInput.tsx';
import { ReportView } from './ReportView.tsx';
import { textOf } from './shareLink.ts';
import { useReports } from './useReports.ts';

/** A pasted report of the OOM killer, explained in the browser. */
export function OomScreen() {
  const [isHidden, setHidden] = useState(false);
  const { status, found, opened, problem, read, open, shown } = useReports(isHidden);
  const isLinkRead = useRef(false);
  const [linkProblem, setLinkProblem] = useState<string | null>(null);

  // A shared link carries its text in the fragment, which only the browser sees.
  useEffect(() => {
    const fragment = window.location.hash;
    if (isLinkRead.current) return;
    isLinkRead.current = true;
    if (!fragment.startsWith('#report=')) return;
    textOf(fragment).then((shared) => {
      if (shared === null)
        setLinkProblem('The link is damaged: a part of it is missing. Ask for it again, or paste the report.');
      else read(shared);
    });
  }, [read]);

  const isNothing = status === 'read' && found?.rows.length === 0;
  return (
    <PageFrame crumbs={[{ label: 'OOM report' }]}>
      <PageTitle
        title="Why did this process die?"
        lead="Paste what the kernel printed when it ran out of memory. You see who died, why, by which formula, and what would have changed it. The text stays in this browser: it is never sent."
      />
      <ReportInput onText={read} />
      {linkProblem && status === 'empty' && <ErrorState title="This link holds no report" why={linkProblem} />}
      {status === 'failed' && <ErrorState title="The text could not be read" why={problem} />}
      {status === 'reading' && <Skeleton className="h-40" />}
      {isNothing && found && <Nothing firstLines={found.firstLines} lineCount={found.lineCount} />}
      {found && found.rows.length > 1 && (
        <EventList rows={found.rows} openedIndex={opened?.index ?? null} onOpen={open} />
      )}
      {opened && (
        <>
          <Checkbox
            label="Hide names"
            hint="Processes and groups become p1, p2, /g1 … in every sentence and in the summary."
            checked={isHidden}
            onChange={(event) => setHidden(event.target.checked)}
          />
          <ReportView key={`${opened.index} ${isHidden}`} opened={opened} text={isHidden ? null : shown.current.text} />
        </>
      )}
    </PageFrame>
  );
}

/** Nothing was understood: what was looked at, and what was expected. */
function Nothing({ firstLines, lineCount }: { firstLines: { number: number; text: string }[]; lineCount: number }) {
  return (
    <EmptyState title={`None of ${lineCount} lines is of an OOM report`}>
      <p>
        Expected are lines such as <code>java invoked oom-killer: gfp_mask=…</code> or{' '}
        <code>Killed process 123 (java) total-vm:…</code>, with or without a time before them. On the machine,{' '}
        <code>dmesg -T</code> or <code>journalctl -k</code> prints them. Looked at were:
      </p>
      <ol className="mt-2 grid gap-0.5 font-mono text-xs">
        {firstLines.map((line) => (
          <li key={line.number} className="break-all">
            line {line.number}: {line.text}
          </li>
        ))}
      </ol>
    </EmptyState>
  );
}
