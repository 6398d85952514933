import type { WireEntry } from './entry.ts';
import type { SeenEntry } from './messages.ts';

/** The inputs that decide which entries of a machine's log a viewer may see. */
export type Viewer = {
  actorId: string;
  role: 'student' | 'staff';
  /** The future is concealed: entries above this number are not sent. Null = live. */
  untilSeq: number | null;
};

/**
 * The part of an entry that a viewer may see; null = it is not sent, because the future is concealed from the viewer.
 * Today a member sees every entry whole: a sealed answer is in the log only as a hash, so nothing has to be cut out.
 */
export function visibleEntry(entry: WireEntry, viewer: Viewer): SeenEntry | null {
  if (viewer.untilSeq !== null && entry.seq > viewer.untilSeq) return null;
  return entry;
}
