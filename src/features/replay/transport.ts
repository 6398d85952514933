import { lastWhere, type Marker } from '../machine/history.ts';

export const SPEEDS = [1, 2, 4, 8, 16, 32, 64] as const;

/** The next place where something happened, or the end. */
export function nextMarker(markers: Marker[], seq: number, lastSeq: number): number {
  return markers.find((m) => m.seq > seq)?.seq ?? lastSeq;
}

/** The last such place before, or the beginning. */
export function previousMarker(markers: Marker[], seq: number): number {
  return lastWhere(markers, (m) => m.seq < seq)?.seq ?? 0;
}

/** "1 204", "#1204", "50%": where a person wants to go. Null when that is nowhere. */
export function parseGoTo(text: string, lastSeq: number): number | null {
  const plain = text.replace(/[\s#\u202f]/g, '');
  const percent = /^(\d{1,3})%$/.exec(plain);
  if (percent) return Math.round((Math.min(100, Number(percent[1])) / 100) * lastSeq);
  if (!/^\d{1,12}$/.test(plain)) return null;
  return Math.min(lastSeq, Number(plain));
}

export type KeyAction = 'play' | 'back' | 'forward' | 'previousMarker' | 'nextMarker' | 'help' | 'start' | 'end';

/** What a key means in a replay; null = nothing. */
export function keyAction(key: string, isShift: boolean): KeyAction | null {
  if (key === ' ') return 'play';
  if (key === '?') return 'help';
  if (key === 'Home') return 'start';
  if (key === 'End') return 'end';
  if (key === 'ArrowLeft') return isShift ? 'previousMarker' : 'back';
  if (key === 'ArrowRight') return isShift ? 'nextMarker' : 'forward';
  return null;
}
