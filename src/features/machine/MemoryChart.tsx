'use client';
import { useCallback, useMemo, useRef } from 'react';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { useCanvas, useSize } from '@/ui/useCanvas.ts';
import { type ChartData, chartData, paintChart } from './chartPaint.ts';
import { entryNumber, mib } from './format.ts';
import type { People } from './people.ts';
import type { Snapshot } from './snapshot.ts';

/** Used memory over entries, stacked by owner; kills and refusals marked at the entry where they happened. */
export function MemoryChart({
  snapshot,
  people,
  className,
}: {
  snapshot: Snapshot;
  people: People;
  className?: string;
}) {
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const data = useMemo(() => chartData(snapshot, people), [snapshot, people]);
  const draw = useCallback((brush: Parameters<typeof paintChart>[0]) => paintChart(brush, data), [data]);
  const canvas = useCanvas(size, draw);
  return (
    <Card
      as="section"
      aria-label="Memory over entries"
      className={cx('flex h-40 flex-col gap-1.5 px-3.5 pt-2.5 pb-2', className)}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <SectionTitle note="MiB used, by person">Memory over entries</SectionTitle>
        <p className="text-xs text-soft">
          {entryNumber(data.firstSeq)}–{entryNumber(snapshot.seq)}
          {data.kills > 0 && <span className="text-kill"> · ✖ {data.kills} killed</span>}
          {data.refusals > 0 && <span className="text-warn"> · ▲ {data.refusals} refused</span>}
        </p>
      </div>
      <div ref={box} className="relative min-h-0 flex-1">
        <canvas ref={canvas} role="img" aria-label={summary(data)} className="absolute inset-0 size-full" />
        {data.samples.length < 2 && (
          <p className="absolute inset-0 grid place-items-center text-soft">
            The picture begins with the second entry.
          </p>
        )}
      </div>
    </Card>
  );
}

function summary(data: ChartData): string {
  const last = data.samples.at(-1);
  if (!last) return 'No entries yet';
  const parts = data.bands.map((b, i) => `${b.name} ${mib(last.pages[i] ?? 0)}`).join(', ');
  return `Used memory up to entry ${last.seq}: ${parts}. ${data.kills} killed, ${data.refusals} refused.`;
}
