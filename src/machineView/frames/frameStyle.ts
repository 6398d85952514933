import type { FrameClass, FrameKind, FrameMapView, ProcessView } from '@overcommit/engine';
import { mib } from '@overcommit/reading';
import type { People } from '../people.ts';

export type FrameMode = 'person' | 'process' | 'kind';
export const FRAME_MODES = [
  { value: 'person', label: 'by person' },
  { value: 'process', label: 'by process' },
  { value: 'kind', label: 'by kind' },
];
/** How one class of frames is painted: an owner's look, or a token of the palette. */
export type FramePaint = {
  key: string;
  label: string;
  colour: number | null;
  pattern: number;
  token?: string;
  /** The actor, where frames are coloured by person. */
  owner?: string;
};
export type FrameStyle = (frame: Pick<FrameClass, 'kind' | 'isInSwap' | 'owner' | 'pid'>) => FramePaint;

const FREE: FramePaint = { key: 'free', label: 'free', colour: null, pattern: 0, token: 'sunk' };
const KERNEL: FramePaint = { key: 'kernel', label: 'kernel', colour: null, pattern: 0, token: 'kernel' };
const FILE: FramePaint = { key: 'file', label: 'files', colour: null, pattern: 0, token: 'file' };
/** A cell of several pages, none of whose owners holds more than half of it. */
export const MIXED: FramePaint = { key: 'mixed', label: 'mixed', colour: null, pattern: 7, token: 'kernel' };
export const KINDS: Record<FrameKind, FramePaint> = {
  free: FREE,
  kernel: KERNEL,
  tables: { key: 'tables', label: 'page tables', colour: 5, pattern: 4 },
  file: FILE,
  anon: { key: 'anon', label: 'anonymous', colour: 0, pattern: 0 },
  shm: { key: 'shm', label: 'shared memory', colour: 2, pattern: 6 },
  swap: { key: 'swap', label: 'swapped out', colour: 6, pattern: 1 },
};

/** Who or what frames belong to in each mode. */
export function frameStyle(mode: FrameMode, people: People, processes: ProcessView[]): FrameStyle {
  if (mode === 'kind') return ({ kind, isInSwap }) => KINDS[isInSwap && kind !== 'free' ? 'swap' : kind];
  const names = new Map(processes.map((p) => [p.pid, p.name]));
  const ofProcess = (pid: number): FramePaint => ({
    key: `p:${pid}`,
    label: names.get(pid) ?? `pid ${pid}`,
    colour: pid % 8,
    pattern: Math.floor(pid / 8 + pid) % 8,
  });
  const ofPerson = (owner: string): FramePaint => {
    const { name, colour, pattern } = people.look(owner);
    return { key: `o:${owner}`, label: name, colour, pattern, owner };
  };
  return ({ kind, owner, pid }) => {
    if (kind === 'free') return FREE;
    if (kind === 'kernel') return KERNEL;
    if (mode === 'person' && owner !== null) return ofPerson(owner);
    if (mode === 'process' && pid !== null) return ofProcess(pid);
    return kind === 'tables' ? KINDS.tables : FILE;
  };
}

/** The same style with all owners in grey but some: their patterns stay. */
export function inTheBack(style: FrameStyle, front: readonly (string | null)[]): FrameStyle {
  return (frame) => {
    const paint = style(frame);
    if (paint.owner === undefined || front.includes(paint.owner)) return paint;
    return { ...paint, colour: null, token: 'back' };
  };
}

export type FrameSum = { paint: FramePaint; ramPages: number; swapPages: number; sharedPages: number };

/** Pages of each paint, largest first and free last, for the table and the legend. */
export function sumFrames({ classes }: FrameMapView, style: FrameStyle): FrameSum[] {
  const sums = new Map<string, FrameSum>();
  for (const frame of classes) {
    const paint = style(frame);
    const sum = sums.get(paint.key) ?? { paint, ramPages: 0, swapPages: 0, sharedPages: 0 };
    sums.set(paint.key, sum);
    if (frame.isInSwap) sum.swapPages += frame.pages;
    else sum.ramPages += frame.pages;
    if (frame.pid !== null) sum.sharedPages += frame.sharedPages;
  }
  return [...sums.values()].sort(
    (a, b) => Number(a.paint.key === 'free') - Number(b.paint.key === 'free') || b.ramPages - a.ramPages,
  );
}

const MOST_SUMS = 8;

/** The picture in one sentence. */
export function describeSums(sums: FrameSum[]): string {
  const more = sums.length - MOST_SUMS;
  const parts = sums.slice(0, MOST_SUMS).map((s) => `${s.paint.label} ${mib(s.ramPages + s.swapPages)}`);
  return [...parts, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
