import { formatPoints } from '@overcommit/coursework';
import type { DeskItem } from '@overcommit/protocol/api';
import type { DeskData } from './data/useDeskData.ts';
import { nextInTeam, nextOpen, parseDraft, type Shown, stepItem, stepRow } from './deskModel.ts';
import { type CellAt, cellKey, type Draft, draftOf, type Grade, type SaveQueue } from './saving/saveQueue.ts';
import type { Saver } from './saving/saver.ts';
import type { Selection } from './useSelection.ts';

const UNGRADED: Grade = { points: null, note: '', remarks: [], level: null };

/** What follows a save: nothing, the next row of the queue, or the next item of the same team. */
export type Then = 'stay' | 'row' | 'team';

type Context = Pick<Selection, 'item' | 'all' | 'rows' | 'rowId' | 'at' | 'sheet' | 'select'> & {
  items: readonly DeskItem[];
  queue: SaveQueue;
  skipped: Set<string>;
  shown: Shown | null;
  draft: Draft | null;
  saver: Saver;
  data: DeskData;
  /** A sentence in the footer, and what is wrong with the fields. */
  tell: (status: string, problem?: string | null) => void;
};

/** Everything that a key or a button does at the desk. */
export function deskActions(context: Context) {
  const { item, items, rows, rowId, at, sheet, skipped, shown, draft, saver, data, tell } = context;
  const { go, goRow, onward } = ways(context);
  const shownNow = () => shown && { version: shown.version, grade: shown };
  function give(grade: Grade): void {
    const before = shownNow();
    if (before) saver.save(at, { kind: 'grade', grade }, before);
  }
  function type(to: Draft): void {
    tell('');
    saver.draft(at, to);
  }
  return {
    go: (to: CellAt) => go(to),
    goRow: (to: string) => goRow(to),
    row: (by: 1 | -1) => goRow(stepRow(rows, rowId, by)),
    item: (by: 1 | -1) => go(stepItem({ items, sheet, current: at }, by)),
    next: () => onward('row'),
    skip() {
      skipped.add(cellKey(at));
      onward('row');
    },
    flag() {
      const before = shownNow();
      if (before) saver.save(at, { kind: 'flag', on: !before.grade.isFlagged }, before);
    },
    undo() {
      const undone = saver.undo((where) => data.findCell(where)?.version ?? 0);
      if (undone) go(undone);
      tell(undone ? 'The last save is undone.' : 'There is nothing to undo.');
    },
    level(digit: number) {
      const level = item.levels[digit - 1];
      if (level && draft) type({ ...draft, level: level.id, points: formatPoints(level.points) });
    },
    /** With nothing typed it only goes on. What is no grade stays in the fields, with the reason. */
    save(then: Then) {
      if (!draft) return;
      if (draftOf(context.queue, at)) {
        const parsed = parseDraft(draft, item);
        if (!parsed.ok) return tell('', parsed.problem);
        give(parsed.grade);
      }
      onward(then);
    },
    clear: () => give(UNGRADED),
    type,
    choose: (whose: 'mine' | 'theirs') => saver.choose(at, whose),
  };
}

/** Where the desk goes next. */
function ways({ item, items, all, rowId, at, sheet, queue, skipped, select, tell }: Context) {
  function go(to: CellAt | null, otherwise = ''): void {
    tell(to ? '' : otherwise);
    if (to) select(to);
  }
  const goRow = (to: string | null, otherwise = '') =>
    go(to === null ? null : { rowId: to, itemId: item.id }, otherwise);
  const allDone = (): string => {
    const other = items.find((one) => one.id !== item.id && one.ungraded > 0);
    return `Every row of this item has points.${other ? ` “${other.title}” is still open.` : ''}`;
  };
  function onward(then: Then): void {
    if (then === 'row') goRow(nextOpen(all, rowId, { item, queue, skipped }), allDone());
    if (then === 'team' && sheet) go(nextInTeam(sheet, at, { items, queue }), 'This group has all its points.');
    if (then === 'stay') tell('');
  }
  return { go, goRow, onward };
}
