import './hostLocale.ts';
import { figures } from '@overcommit/reading';
import uPlot from 'uplot';
import { type Band, type ChartData, isMark, stacked } from '@/machineView/chartData.ts';
import { ownerFill, type Paper } from '@/ui/ownerPaint.ts';

const MIB_PAGES = 256;
/** Markers stand above the areas. */
const HEADROOM = 1.12;

/**
 * What uPlot draws: entry numbers, then the areas from the outermost to the innermost, in MiB. The last entry gets a step
 * as wide as any: what it did is what one looks for.
 */
export function plotData(data: ChartData): uPlot.AlignedData {
  const last = data.seqs.at(-1);
  if (last === undefined) return [[]];
  const areas = stacked(data).map((band) => [...band, band.at(-1) ?? 0].map((pages) => pages / MIB_PAGES));
  return [[...data.seqs, last + 1], ...areas.reverse()];
}

export type PlotPorts = {
  /** What the marks and the scale are taken from: the data last set. */
  data: () => ChartData;
  onColumn: (column: number | null) => void;
};

/** A chart of stacked steps: memory changes at an entry and stays until the next. */
export function makePlot(
  box: HTMLElement,
  {
    bands,
    paper,
    size,
    ports,
  }: { bands: Band[]; paper: Paper; size: { width: number; height: number }; ports: PlotPorts },
): uPlot {
  const soft = paper.token('soft');
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis: uPlot.Axis = { stroke: soft, font, grid: { show: false }, ticks: { show: false }, gap: 4 };
  const top = () => Math.max(1, ports.data().existsPages / MIB_PAGES);
  return new uPlot(
    {
      ...size,
      legend: { show: false },
      padding: [4, 16, 0, 0],
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { time: false, range: (_, min, max) => [min, Math.max(min + 1, max)] },
        y: { range: (_, __, max) => [0, Math.max(top(), max ?? 0) * HEADROOM] },
      },
      axes: [
        {
          ...axis,
          size: 18,
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
          values: (_, at) => at.map((v) => (v > (ports.data().seqs.at(-1) ?? 0) ? '' : `#${figures(v)}`)),
        },
        {
          ...axis,
          size: 44,
          splits: () => [0, ...scaleMarks(ports.data())],
          values: (_, at) => at.map((v) => figures(Math.round(v))),
        },
      ],
      series: [{}, ...[...bands].reverse().map((band) => areaOf(band, paper))],
      hooks: {
        draw: [(plot) => paintMarks(plot, ports.data(), paper)],
        setCursor: [(plot) => ports.onColumn(columnUnder(plot, ports.data()))],
      },
    },
    [[]],
    box,
  );
}

/** The end of the last step is no column of its own. */
function columnUnder({ cursor: { idx } }: uPlot, { seqs }: ChartData): number | null {
  return idx === null || idx === undefined || seqs.length === 0 ? null : Math.min(idx, seqs.length - 1);
}

function areaOf(band: Band, paper: Paper): uPlot.Series {
  const colour = band.colour === null ? paper.token('kernel') : paper.owner(band.colour);
  let fill: string | CanvasPattern | null = null;
  return {
    width: 0,
    points: { show: false },
    paths: uPlot.paths.stepped?.({ align: 1 }),
    fill: (plot) => {
      // uPlot draws in the device's pixels; the tile is made for CSS pixels.
      fill ??= ownerFill(plot.ctx, { colour, pattern: band.pattern, paper: paper.token('panel'), ratio: 1 });
      if (typeof fill !== 'string') fill.setTransform(new DOMMatrix().scale(devicePixelRatio || 1));
      return fill;
    },
  };
}

/** RAM, and RAM + swap where there is swap, in MiB; both only where they do not run into each other. */
function scaleMarks({ ramPages, existsPages }: ChartData): number[] {
  const isApart = (existsPages - ramPages) / existsPages > 0.14;
  return (isApart ? [ramPages, existsPages] : [existsPages]).map((pages) => pages / MIB_PAGES);
}

type Paged = ChartData & { paging: NonNullable<ChartData['paging']> };
type Brush = { paper: Paper; stroke: (x1: number, y1: number, x2: number, y2: number) => void };

/** Slots of paging space as a line of steps, and the marks at which AIX warns and kills. */
function paintPaging(plot: uPlot, { paging, seqs }: Paged, { paper, stroke }: Brush): void {
  const { ctx: g, bbox } = plot;
  const ratio = devicePixelRatio || 1;
  const x = (seq: number) => plot.valToPos(seq, 'x', true);
  const y = (pages: number) => plot.valToPos(pages / MIB_PAGES, 'y', true);
  const marks = [
    [paging.total - paging.npswarn, 'warn'],
    [paging.total - paging.npskill, 'kill'],
  ] as const;
  g.setLineDash([2 * ratio, 2 * ratio]);
  for (const [pages, token] of paging.npskill > 0 ? marks : []) {
    g.strokeStyle = paper.token(token);
    stroke(bbox.left, y(pages), bbox.left + bbox.width, y(pages));
  }
  g.setLineDash([]);
  g.strokeStyle = paper.token('ink');
  g.lineWidth = 2 * ratio;
  g.beginPath();
  for (const [i, seq] of seqs.entries()) {
    const level = y(paging.taken[i] ?? 0);
    g.lineTo(x(seq), level);
    g.lineTo(x(seqs[i + 1] ?? seq + 1), level);
  }
  g.stroke();
  g.lineWidth = ratio;
}

function paintMarks(plot: uPlot, data: ChartData, paper: Paper): void {
  const { ctx: g, bbox } = plot;
  const ratio = devicePixelRatio || 1;
  const bottom = bbox.top + bbox.height;
  const stroke = (x1: number, y1: number, x2: number, y2: number) => {
    g.beginPath();
    g.moveTo(x1, y1);
    g.lineTo(x2, y2);
    g.stroke();
  };
  g.save();
  g.lineWidth = ratio;
  for (const [pages, token, dash] of [
    [data.existsPages, 'ink', []],
    [data.ramPages, 'soft', [4 * ratio, 3 * ratio]],
  ] as const) {
    const y = plot.valToPos(pages / MIB_PAGES, 'y', true);
    g.strokeStyle = paper.token(token);
    g.setLineDash([...dash]);
    stroke(bbox.left, y, bbox.left + bbox.width, y);
  }
  if (data.paging) paintPaging(plot, { ...data, paging: data.paging }, { paper, stroke });
  g.setLineDash([]);
  g.textAlign = 'center';
  g.textBaseline = 'top';
  g.font = `${11 * ratio}px sans-serif`;
  for (const mark of data.markers) {
    if (!isMark(mark) || mark.seq < (data.seqs[0] ?? 0)) continue;
    const isKill = mark.kind === 'kill';
    const x = plot.valToPos(mark.seq, 'x', true);
    g.strokeStyle = g.fillStyle = paper.token(isKill ? 'kill' : 'warn');
    g.lineWidth = (isKill ? 2 : 1) * ratio;
    g.setLineDash(isKill ? [] : [3 * ratio, 3 * ratio]);
    stroke(x, bbox.top + 11 * ratio, x, bottom);
    g.fillText(isKill ? '✖' : '▲', x, bbox.top);
  }
  g.restore();
}
