import type { DeskItem } from '@overcommit/protocol/api';
import type { Shown } from './deskModel.ts';
import type { Draft, Lane } from './saving/saveQueue.ts';

/** What the form of a cell shows and does. */
export type FormProps = {
  assignmentId: string;
  item: DeskItem;
  shown: Shown;
  draft: Draft;
  lane: Lane;
  problem: string | null;
  /** Pseudonyms by row, for "who got this". */
  nameOf: (rowId: string) => string;
  onDraft: (draft: Draft) => void;
  onSave: (then: 'stay' | 'row') => void;
  onClear: () => void;
  onChoose: (whose: 'mine' | 'theirs') => void;
  onRow: (rowId: string) => void;
};
