import { ownerFill } from '@/ui/ownerPaint.ts';
import type { Brush } from '@/ui/useCanvas.ts';
import { figures } from './format.ts';
import { type Marker, upTo } from './history.ts';
import type { People } from './people.ts';
import type { Snapshot } from './snapshot.ts';

type Band = { owner: string | null; name: string; colour: number | null; pattern: number };
export type ChartData = {
  bands: Band[];
  /** Pages of each band, in the order of `bands`. */
  samples: { seq: number; pages: number[] }[];
  markers: Marker[];
  firstSeq: number;
  lastSeq: number;
  existsPages: number;
  ramPages: number;
  kills: number;
  refusals: number;
};

/** The samples up to the snapshot's entry as equal rows, so that bands can be stacked. */
export function chartData(snapshot: Snapshot, people: People): ChartData {
  const { history, seq, commit } = snapshot;
  const raw = upTo(history.samples, seq);
  const owners = new Set<string | null>([null]);
  for (const s of raw) for (const o of s.byOwner) owners.add(o.owner);
  const bands = [...owners].map((owner): Band => {
    const look = people.look(owner);
    return { owner, name: look.name, colour: look.colour, pattern: look.pattern };
  });
  const at = new Map(bands.map((b, i) => [b.owner, i]));
  const samples = raw.map((s) => {
    const pages = new Array<number>(bands.length).fill(0);
    for (const o of s.byOwner) pages[at.get(o.owner) ?? 0] = o.pages;
    return { seq: s.seq, pages };
  });
  const end = samples.at(-1);
  // Nothing changed since the last sample: the picture goes on to the entry that is shown.
  if (end && end.seq < seq) samples.push({ seq, pages: end.pages });
  const markers = upTo(history.markers, seq);
  return {
    bands,
    samples,
    markers,
    firstSeq: raw[0]?.seq ?? seq,
    lastSeq: seq,
    existsPages: commit.ramPages + commit.swapTotalPages,
    ramPages: commit.ramPages,
    kills: markers.filter((m) => m.kind === 'kill').length,
    refusals: markers.filter((m) => m.kind === 'refusal').length,
  };
}

const LEFT = 44;
const TOP = 10;
const BOTTOM = 3;

/** Stacked steps: memory changes at an entry and stays until the next. */
export function paintChart({ g, width, height, paper, ratio }: Brush, data: ChartData): void {
  const { samples, bands } = data;
  const peak = samples.reduce(
    (most, s) =>
      Math.max(
        most,
        s.pages.reduce((a, b) => a + b, 0),
      ),
    0,
  );
  const top = Math.max(data.existsPages, peak) * 1.04;
  const span = Math.max(1, data.lastSeq - data.firstSeq);
  const x = (seq: number) => LEFT + ((seq - data.firstSeq) / span) * (width - LEFT - 8);
  const y = (pages: number) => height - BOTTOM - (pages / top) * (height - TOP - BOTTOM);
  const panel = paper.token('panel');
  const base = new Array<number>(samples.length).fill(0);
  bands.forEach((band, b) => {
    const colour = band.colour === null ? paper.token('kernel') : paper.owner(band.colour);
    g.fillStyle = ownerFill(g, { colour, pattern: band.pattern, paper: panel, ratio });
    g.beginPath();
    samples.forEach((s, i) => {
      const v = y((base[i] ?? 0) + (s.pages[b] ?? 0));
      if (i > 0) g.lineTo(x(s.seq), y((base[i - 1] ?? 0) + (samples[i - 1]?.pages[b] ?? 0)));
      g.lineTo(x(s.seq), v);
    });
    for (let i = samples.length - 1; i >= 0; i--) {
      const s = samples[i];
      if (!s) continue;
      g.lineTo(x(s.seq), y(base[i] ?? 0));
      if (i > 0) g.lineTo(x(s.seq), y(base[i - 1] ?? 0));
    }
    g.closePath();
    g.fill();
    samples.forEach((s, i) => {
      base[i] = (base[i] ?? 0) + (s.pages[b] ?? 0);
    });
  });
  paintScale({ g, width, height, paper, ratio }, { data, y });
  paintMarkers({ g, width, height, paper, ratio }, data.markers, x);
}

function paintScale(
  { g, width, height, paper }: Brush,
  { data, y }: { data: ChartData; y: (pages: number) => number },
): void {
  const soft = paper.token('soft');
  g.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  g.textAlign = 'right';
  g.fillStyle = soft;
  g.fillText(figures(Math.round(data.existsPages / 256)), LEFT - 6, y(data.existsPages) + 4);
  g.fillText('0', LEFT - 6, height - BOTTOM);
  g.strokeStyle = paper.token('ink');
  g.lineWidth = 1;
  line(g, [LEFT, y(data.existsPages), width, y(data.existsPages)]);
  if (data.ramPages === data.existsPages) return;
  g.setLineDash([4, 3]);
  g.strokeStyle = soft;
  line(g, [LEFT, y(data.ramPages), width, y(data.ramPages)]);
  g.setLineDash([]);
  if (y(data.ramPages) - y(data.existsPages) > 11)
    g.fillText(figures(Math.round(data.ramPages / 256)), LEFT - 6, y(data.ramPages) + 4);
}

function paintMarkers({ g, height, paper }: Brush, markers: Marker[], x: (seq: number) => number): void {
  for (const m of markers) {
    if (m.kind !== 'kill' && m.kind !== 'refusal') continue;
    const at = x(m.seq);
    g.strokeStyle = g.fillStyle = paper.token(m.kind === 'kill' ? 'kill' : 'warn');
    g.lineWidth = m.kind === 'kill' ? 2 : 1;
    g.setLineDash(m.kind === 'kill' ? [] : [3, 3]);
    line(g, [at, TOP, at, height - BOTTOM]);
    g.setLineDash([]);
    g.textAlign = 'center';
    g.font = '10px sans-serif';
    g.fillText(m.kind === 'kill' ? '✖' : '▲', at, TOP - 1);
  }
}

function line(g: CanvasRenderingContext2D, [x1, y1, x2, y2]: [number, number, number, number]): void {
  g.beginPath();
  g.moveTo(x1, y1);
  g.lineTo(x2, y2);
  g.stroke();
}
