import type { DeskCell, DeskItem, DeskSheet, QueueRow } from '@overcommit/protocol/api';
import { describe, expect, it } from 'vitest';
import {
  fieldsOf,
  filteredRows,
  nextInTeam,
  nextOpen,
  parseDraft,
  piecesOf,
  shownCell,
  stepItem,
  stepRow,
} from './deskModel.ts';
import { emptyQueue, stepQueue } from './saving/saveQueue.ts';

const cell = (rowId: string, itemId: string, points: number | null, more: Partial<DeskCell> = {}): DeskCell => ({
  ...{ rowId, itemId, points, note: '', remarks: [], level: null, by: points === null ? null : 'Dana' },
  ...{ isFlagged: false, hasRegrade: false, version: points === null ? 0 : 3, ...more },
});
const item = (id: string, more: Partial<DeskItem> = {}): DeskItem => ({
  ...{
    id,
    title: id,
    kind: 'manual',
    scope: 'group',
    outOf: 400,
    isBonus: false,
    isPenalty: false,
    predicate: null,
    guidance: null,
  },
  ...{ levels: [], rows: 3, ungraded: 2, ...more },
});
const row = (rowId: string, points: number | null, more: Partial<DeskCell> = {}): QueueRow => ({
  ...{ rowId, pseudonym: rowId, name: null, isSealed: true, cell: cell(rowId, 'why', points, more) },
});
const rows = [row('a', 100), row('b', null), row('c', null, { isFlagged: true })];
const queue = emptyQueue();
const none = new Set<string>();

/** The queue after points were typed for a row. */
const typed = (rowId: string, points: number) =>
  stepQueue(queue, {
    type: 'typed',
    save: {
      ...{ rowId, itemId: 'why', commandId: rowId, order: 1 },
      change: { kind: 'grade', grade: { points, note: '', remarks: [], level: null } },
    },
    shown: { version: 0, grade: { points: null, note: '', remarks: [], level: null } },
  }).state;

describe('the grading queue', () => {
  it('goes to the next and previous row, and stops at the ends', () => {
    expect(stepRow(rows, 'a', 1)).toBe('b');
    expect(stepRow(rows, 'a', -1)).toBeNull();
    expect(stepRow(rows, 'c', 1)).toBeNull();
    expect(stepRow(rows, null, 1)).toBe('a');
  });

  it('finds the next row without points, going round; what was typed a moment ago counts as graded', () => {
    const at = { item: item('why'), queue, skipped: none };
    expect(nextOpen(rows, 'a', at)).toBe('b');
    expect(nextOpen(rows, 'c', at)).toBe('b');
    expect(nextOpen(rows, 'a', { ...at, queue: typed('b', 300) })).toBe('c');
    expect(nextOpen([row('a', 1)], 'a', at)).toBeNull();
  });

  it('comes back to skipped rows when no other is left', () => {
    const at = { item: item('why'), queue, skipped: new Set(['b why']) };
    expect(nextOpen(rows, 'a', at)).toBe('c');
    expect(nextOpen(rows, 'a', { ...at, queue: typed('c', 100) })).toBe('b');
  });

  it('filters without taking the current row away', () => {
    const by = (filter: 'ungraded' | 'flagged', current: string | null) =>
      filteredRows(rows, { filter, item: item('why'), queue, current }).map(({ rowId }) => rowId);
    expect(by('ungraded', null)).toEqual(['b', 'c']);
    expect(by('flagged', null)).toEqual(['c']);
    expect(by('ungraded', 'a')).toEqual(['a', 'b', 'c']);
  });

  it('an automatic item waits for no one', () => {
    expect(nextOpen(rows, 'a', { item: item('why', { kind: 'automatic' }), queue, skipped: none })).toBeNull();
  });
});

describe('a cell', () => {
  it('shows what this grader typed over what is stored', () => {
    const stored = cell('b', 'why', null);
    expect(shownCell(queue, stored)).toMatchObject({ points: null, by: null, isUnsaved: false });
    expect(shownCell(typed('b', 250), stored)).toMatchObject({ points: 250, by: 'you', isUnsaved: true });
  });

  it('takes points in its range, an override with a reason, and a level only with its own points', () => {
    const draft = fieldsOf(shownCell(queue, cell('a', 'why', 250, { note: 'Good.' })));
    expect(draft).toMatchObject({ points: '2.5', note: 'Good.', basedOn: 3 });
    expect(parseDraft({ ...draft, points: '4,5' }, item('why'))).toMatchObject({ ok: false });
    expect(parseDraft({ ...draft, points: '' }, item('why'))).toMatchObject({ ok: false });
    const automatic = item('why', { kind: 'automatic' });
    expect(parseDraft({ ...draft, note: ' ' }, automatic)).toMatchObject({ ok: false, problem: /reason/ });
    const levels = [{ id: 'half', label: 'Half', points: 200 }];
    const named = (points: string) => parseDraft({ ...draft, points, level: 'half' }, item('why', { levels }));
    expect(named('2')).toMatchObject({ ok: true, grade: { points: 200, level: 'half' } });
    expect(named('3')).toMatchObject({ ok: true, grade: { points: 300, level: null } });
  });
});

describe('one team completely', () => {
  const items = [item('kill', { kind: 'automatic' }), item('why'), item('each', { scope: 'member' })];
  const cells = [cell('t', 'kill', null), cell('t', 'why', null), cell('m1', 'each', null), cell('m2', 'each', 100)];
  const sheet = { team: { rowId: 't' }, cells } as unknown as DeskSheet;

  it('goes through the items that wait for a person, members one by one', () => {
    const next = (rowId: string, itemId: string) => nextInTeam(sheet, { rowId, itemId }, { items, queue });
    expect(next('t', 'kill')).toEqual({ rowId: 't', itemId: 'why' });
    expect(next('t', 'why')).toEqual({ rowId: 'm1', itemId: 'each' });
    expect(next('m2', 'each')).toEqual({ rowId: 't', itemId: 'why' });
  });

  it('steps from item to item, and keeps the member where it can', () => {
    const step = (rowId: string, itemId: string, by: 1 | -1) =>
      stepItem({ items, sheet, current: { rowId, itemId } }, by);
    expect(step('t', 'why', 1)).toEqual({ rowId: 'm1', itemId: 'each' });
    expect(step('m2', 'each', -1)).toEqual({ rowId: 't', itemId: 'why' });
    expect(step('m2', 'each', 1)).toBeNull();
    expect(step('t', 'kill', -1)).toBeNull();
  });
});

it('numbers of entries in an answer are apart from its text', () => {
  expect(piecesOf('db died at #16, see #5.')).toEqual([
    'db died at ',
    { seq: 16, text: '#16' },
    ', see ',
    { seq: 5, text: '#5' },
    '.',
  ]);
  expect(piecesOf('no #numbers here')).toEqual(['no #numbers here']);
});
