import { type Marker as Event, lastWhere } from '@overcommit/reading';

/** A place on the line: what the log itself tells, and what people wrote there. */
export type Marker = Omit<Event, 'kind'> & { kind: Event['kind'] | 'comment' };

/** Both lists as one, in the order of entries. Each must be ordered. */
export function mergeMarkers(events: readonly Marker[], others: readonly Marker[]): Marker[] {
  return others.length === 0 ? [...events] : [...events, ...others].sort((a, b) => a.seq - b.seq);
}

export const SPEEDS = [1, 2, 4, 8, 16, 32, 64] as const;

/** The next place where something happened, or the end. */
export function nextMarker(markers: readonly Marker[], seq: number, lastSeq: number): number {
  return markers.find((m) => m.seq > seq)?.seq ?? lastSeq;
}

/** The last such place before, or the beginning. */
export function previousMarker(markers: readonly Marker[], seq: number): number {
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

/** What opens or changes something beside the timeline; `move`: the reader went somewhere by themselves. */
export type OtherAction = 'help' | 'comment' | 'variation' | 'follow' | 'move';
export type KeyAction = OtherAction | 'play' | 'back' | 'forward' | 'previousMarker' | 'nextMarker' | 'start' | 'end';

const KEYS: Record<string, KeyAction> = {
  ' ': 'play',
  '?': 'help',
  c: 'comment',
  v: 'variation',
  f: 'follow',
  Home: 'start',
  End: 'end',
  ArrowLeft: 'back',
  ArrowRight: 'forward',
};
const OTHERS: readonly KeyAction[] = ['help', 'comment', 'variation', 'follow'];

/** What a key means in a replay; null = nothing. */
export function keyAction(key: string, isShift: boolean): KeyAction | null {
  const action = Object.hasOwn(KEYS, key) ? (KEYS[key] as KeyAction) : null;
  if (isShift && action === 'back') return 'previousMarker';
  if (isShift && action === 'forward') return 'nextMarker';
  return action;
}

export function isOther(action: KeyAction): action is OtherAction {
  return OTHERS.includes(action);
}
