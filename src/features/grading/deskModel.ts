import { formatPoints, parsePoints } from '@overcommit/coursework';
import type { DeskCell, DeskItem, DeskQueue, DeskSheet, QueueRow } from '@overcommit/protocol/api';
import {
  type CellAt,
  cellKey,
  type Draft,
  type Grade,
  type SaveQueue,
  waitingFlag,
  waitingGrade,
} from './saving/saveQueue.ts';

export const FILTERS = ['all', 'ungraded', 'flagged', 'regrade'] as const;
export type Filter = (typeof FILTERS)[number];

/** What the desk shows of a cell: what is stored, and over it what this grader has typed and is not stored yet. */
export type Shown = Grade & {
  version: number;
  by: string | null;
  isFlagged: boolean;
  hasRegrade: boolean;
  isUnsaved: boolean;
};

const gradeIn = ({ points, note, remarks, level }: DeskCell): Grade => ({ points, note, remarks, level });

export function shownCell(queue: SaveQueue, cell: DeskCell): Shown {
  const mine = waitingGrade(queue, cell);
  const flag = waitingFlag(queue, cell);
  const { version, by, isFlagged, hasRegrade } = cell;
  return {
    ...(mine ?? gradeIn(cell)),
    version,
    by: mine ? 'you' : by,
    isFlagged: flag ?? isFlagged,
    hasRegrade,
    isUnsaved: mine !== null || flag !== null,
  };
}

/** A person has to give points here. */
export const isOpen = ({ kind }: Pick<DeskItem, 'kind'>, shown: Pick<Shown, 'points'>): boolean =>
  kind === 'manual' && shown.points === null;

export function matches(filter: Filter, item: DeskItem, shown: Shown): boolean {
  if (filter === 'ungraded') return isOpen(item, shown);
  if (filter === 'flagged') return shown.isFlagged;
  return filter === 'regrade' ? shown.hasRegrade : true;
}

/** The rows of a filter. The current one stays, whatever it matches: it must not vanish under the grader's hands. */
export function filteredRows(
  rows: readonly QueueRow[],
  { filter, item, queue, current }: { filter: Filter; item: DeskItem; queue: SaveQueue; current: string | null },
): QueueRow[] {
  if (filter === 'all') return [...rows];
  return rows.filter((row) => row.rowId === current || matches(filter, item, shownCell(queue, row.cell)));
}

/** `j`/`k`: the next or previous row; null at the ends. */
export function stepRow(rows: readonly QueueRow[], current: string | null, by: 1 | -1): string | null {
  const at = rows.findIndex(({ rowId }) => rowId === current);
  if (at < 0) return rows[0]?.rowId ?? null;
  return rows[at + by]?.rowId ?? null;
}

/** `n`: the next row that waits for points, going round; rows that were skipped come last. Null = there is none. */
export function nextOpen(
  rows: readonly QueueRow[],
  current: string | null,
  { item, queue, skipped }: { item: DeskItem; queue: SaveQueue; skipped: ReadonlySet<string> },
): string | null {
  const at = rows.findIndex(({ rowId }) => rowId === current);
  const round = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))];
  const open = round.filter(({ cell }) => isOpen(item, shownCell(queue, cell)));
  const fresh = open.find((row) => !skipped.has(cellKey({ rowId: row.rowId, itemId: item.id })));
  return (fresh ?? open[0])?.rowId ?? null;
}

/** The next cell of the same team that waits for points, in the order of the rubric. Null = the team is done. */
export function nextInTeam(
  sheet: DeskSheet,
  current: CellAt,
  { items, queue }: { items: readonly DeskItem[]; queue: SaveQueue },
): CellAt | null {
  const at = sheet.cells.findIndex((cell) => cellKey(cell) === cellKey(current));
  const round = [...sheet.cells.slice(at + 1), ...sheet.cells.slice(0, Math.max(0, at))];
  const found = round.find((cell) => {
    const item = items.find(({ id }) => id === cell.itemId);
    return item !== undefined && isOpen(item, shownCell(queue, cell));
  });
  return found ? { rowId: found.rowId, itemId: found.itemId } : null;
}

/** `J`/`K`: another item of the rubric for the same team; a member's item goes to the first member, or stays with one. */
export function stepItem(
  { items, sheet, current }: { items: readonly DeskItem[]; sheet: DeskSheet | null; current: CellAt },
  by: 1 | -1,
): CellAt | null {
  const item = items[items.findIndex(({ id }) => id === current.itemId) + by];
  if (!item) return null;
  const own = sheet?.cells.filter(({ itemId }) => itemId === item.id) ?? [];
  const same = own.find(({ rowId }) => rowId === current.rowId);
  const rowId = (same ?? own[0])?.rowId ?? current.rowId;
  return { rowId, itemId: item.id };
}

/** The text fields of a cell, before anything is typed. */
export function fieldsOf({ points, note, remarks, level, version }: Shown): Draft {
  return { points: points === null ? '' : formatPoints(Math.abs(points)), note, remarks, level, basedOn: version };
}

export type Parsed = { ok: true; grade: Grade } | { ok: false; problem: string };

/** What the fields say. Without points there is no grade. Of a penalty the field says what it takes away. */
export function parseDraft({ points: typed, note, remarks, level }: Draft, item: DeskItem): Parsed {
  const range = `A number from 0 to ${formatPoints(item.outOf)}, with at most two decimals.`;
  const parsed = parsePoints(typed);
  if (parsed === null || parsed > item.outOf) return { ok: false, problem: range };
  if (item.kind === 'automatic' && note.trim() === '') return { ok: false, problem: 'An override needs a reason.' };
  const named = item.levels.find(({ id }) => id === level);
  const points = item.isPenalty && parsed > 0 ? -parsed : parsed;
  return { ok: true, grade: { points, note, remarks, level: named?.points === parsed ? named.id : null } };
}

/** A page's copy of the queue or of a sheet with one cell in place of its older version. */
export function withQueueCell(queue: DeskQueue, version: number, cell: DeskCell): DeskQueue {
  if (queue.itemId !== cell.itemId) return { ...queue, version: Math.max(queue.version, version) };
  const rows = queue.rows.map((row) => (row.rowId === cell.rowId ? { ...row, cell } : row));
  return { ...queue, version: Math.max(queue.version, version), rows };
}
export function withSheetCell(sheet: DeskSheet, cell: DeskCell): DeskSheet {
  const isSame = (one: DeskCell) => cellKey(one) === cellKey(cell);
  if (!sheet.cells.some(isSame)) return sheet;
  return { ...sheet, cells: sheet.cells.map((one) => (isSame(one) ? cell : one)) };
}

/** `#16` in an answer is an entry of the log: the text in pieces, with those numbers apart. */
export function piecesOf(text: string): (string | { seq: number; text: string })[] {
  const pieces = text.split(/(#\d{1,7})(?!\w)/).filter((piece) => piece !== '');
  return pieces.map((piece) => (/^#\d+$/.test(piece) ? { seq: Number(piece.slice(1)), text: piece } : piece));
}
