import { type Marker as Event, lastWhere } from '@overcommit/reading';

/** A marker on the timeline: an event of the log, or a comment. */
export type Marker = Omit<Event, 'kind'> & { kind: Event['kind'] | 'comment' };

/** Merges two ordered lists, in the order of entries. */
export function mergeMarkers(events: readonly Marker[], others: readonly Marker[]): Marker[] {
  return others.length === 0 ? [...events] : [...events, ...others].sort((a, b) => a.seq - b.seq);
}

export const SPEEDS = [1, 2, 4, 8, 16, 32, 64] as const;

/** The next marker, or the last entry. */
export function nextMarker(markers: readonly Marker[], seq: number, lastSeq: number): number {
  return markers.find((m) => m.seq > seq)?.seq ?? lastSeq;
}

/** The marker before, or the beginning. */
export function previousMarker(markers: readonly Marker[], seq: number): number {
  return lastWhere(markers, (m) => m.seq < seq)?.seq ?? 0;
}

/** The entry that a typed "1 204", "#1204" or "50%" means. Null for anything else. */
export function parseGoTo(text: string, lastSeq: number): number | null {
  const plain = text.replace(/[\s#\u202f]/g, '');
  const percent = /^(\d{1,3})%$/.exec(plain);
  if (percent) return Math.round((Math.min(100, Number(percent[1])) / 100) * lastSeq);
  if (!/^\d{1,12}$/.test(plain)) return null;
  return Math.min(lastSeq, Number(plain));
}

/** Actions beside the timeline; `move`: the reader moved. */
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

/** The action of a key in a replay; null = none. */
export function keyAction(key: string, isShift: boolean): KeyAction | null {
  const action = Object.hasOwn(KEYS, key) ? (KEYS[key] as KeyAction) : null;
  if (isShift && action === 'back') return 'previousMarker';
  if (isShift && action === 'forward') return 'nextMarker';
  return action;
}

export function isOther(action: KeyAction): action is OtherAction {
  return OTHERS.includes(action);
}
