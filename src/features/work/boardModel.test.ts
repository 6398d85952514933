import type { BoardRow } from '@overcommit/protocol/api';
import { expect, it } from 'vitest';
import { countsOf, filteredRows } from './boardModel.ts';

const seal = {
  version: 1,
  reason: 'handIn' as const,
  by: 'Ana',
  asOf: new Date(0),
  lateMs: 0,
  latePercent: 0,
  parts: [],
};
const row = (name: string, change: Partial<BoardRow> = {}): BoardRow => ({
  teamId: name,
  name,
  members: [`${name} one`],
  machines: [],
  hasStarted: true,
  lastAt: null,
  window: { opensAt: null, dueAt: null, closesAt: null, attempts: null },
  hasExtension: false,
  phase: 'open',
  seal: null,
  isReopened: false,
  ...change,
});
const rows = [
  row('Otter', { seal }),
  row('Heron', { seal: { ...seal, lateMs: 1 } }),
  row('Newt', { hasStarted: false }),
  row('Empty', { hasStarted: false, members: [] }),
];

it('counts who is sealed, late, open and not started; a group without members is neither', () => {
  expect(countsOf(rows)).toEqual({ all: 4, handedIn: 2, late: 1, open: 1, notStarted: 1 });
});

it('finds groups by their name and by a member', () => {
  expect(filteredRows(rows, 'all', ' NEWT ').map(({ name }) => name)).toEqual(['Newt']);
  expect(filteredRows(rows, 'handedIn', 'heron one').map(({ name }) => name)).toEqual(['Heron']);
  expect(filteredRows(rows, 'late', 'otter')).toEqual([]);
});
