'use client';
import 'uplot/dist/uPlot.min.css';
import { useTheme } from 'next-themes';
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import type uPlot from 'uplot';
import type { ChartData } from '@/machineView/chartData.ts';
import { describeColumn, nextMark } from '@/machineView/chartWords.ts';
import { readPaper } from '@/ui/ownerPaint.ts';
import { useSize } from '@/ui/useSize.ts';
import { makePlot, plotData } from './chartPlot.ts';

type Props = { data: ChartData; column: number | null; onColumn: (column: number | null) => void };

/** The chart, with one column read out at a time: by the pointer, or by the keys of a slider. */
export function Plot({ data, column, onColumn }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const plot = usePlot({ frame, box, data, onColumn });
  const last = data.seqs.length - 1;
  const at = column === null ? null : Math.min(column, last);
  const words = at === null ? '' : describeColumn(data, at);
  const goTo = (target: number) => {
    const next = Math.max(0, Math.min(last, target));
    const left = plot.current?.valToPos(data.seqs[next] ?? 0, 'x') ?? 0;
    plot.current?.setCursor({ left, top: 0 });
    onColumn(next);
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Escape') onColumn(null);
    const target = columnOfKey(e.key, data, at);
    if (target === null) return;
    e.preventDefault();
    goTo(target);
  };
  return (
    <>
      <div
        ref={frame}
        role="slider"
        tabIndex={0}
        aria-label="Memory over entries; arrow keys read an entry out, page keys go to kills and refusals"
        aria-valuemin={data.seqs[0] ?? 0}
        aria-valuemax={data.seqs.at(-1) ?? 0}
        aria-valuenow={data.seqs[at ?? last] ?? 0}
        aria-valuetext={at === null ? describeColumn(data, last) : words}
        onKeyDown={onKeyDown}
        onBlur={() => onColumn(null)}
        className="relative min-h-0 flex-1 overflow-hidden"
      >
        <div ref={box} aria-hidden className="absolute inset-0" />
        {data.seqs.length < 2 && (
          <p className="absolute inset-0 grid place-items-center text-soft">
            The picture begins with the second entry.
          </p>
        )}
      </div>
      <p aria-hidden className="aside h-4 truncate text-xs text-soft" title={words}>
        {words || 'Point at the picture, or use the arrow keys, to read an entry.'}
      </p>
    </>
  );
}

/** The column that a key leads to from column `at`; null for any other key. */
function columnOfKey(key: string, data: ChartData, at: number | null): number | null {
  const last = data.seqs.length - 1;
  if (key === 'ArrowLeft') return (at ?? last + 1) - 1;
  if (key === 'ArrowRight') return (at ?? -1) + 1;
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (key === 'PageUp') return nextMark(data, at ?? last, -1);
  if (key === 'PageDown') return nextMark(data, at ?? last, 1);
  return null;
}

/** Keeps uPlot, which draws into the page by itself, like the data. */
function usePlot({
  frame,
  box,
  data,
  onColumn,
}: {
  frame: RefObject<HTMLDivElement | null>;
  box: RefObject<HTMLDivElement | null>;
  data: ChartData;
  onColumn: Props['onColumn'];
}): RefObject<uPlot | null> {
  const plot = useRef<uPlot | null>(null);
  const now = useRef({ data, onColumn });
  const size = useSize(frame);
  const { resolvedTheme } = useTheme();
  const bandKeys = data.bands.map((b) => `${b.key} ${b.colour} ${b.pattern}`).join('|');
  // Other bands, another size or another theme need a new plot.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the next effect passes on new data
  useEffect(() => {
    if (!box.current || size.width === 0 || size.height === 0) return;
    now.current = { data, onColumn };
    const made = makePlot(box.current, {
      bands: data.bands,
      paper: readPaper(box.current),
      size,
      ports: { data: () => now.current.data, onColumn: (at) => now.current.onColumn(at) },
    });
    made.setData(plotData(data));
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [bandKeys, size, resolvedTheme]);
  // New data in the same bands go into the plot that is there.
  useEffect(() => {
    if (now.current.data === data && now.current.onColumn === onColumn) return;
    now.current = { data, onColumn };
    plot.current?.setData(plotData(data));
  }, [data, onColumn]);
  return plot;
}
