import type { BoardRow } from '@overcommit/protocol/api';

export const BOARD_FILTERS = ['all', 'handedIn', 'late', 'open', 'notStarted'] as const;
export type BoardFilter = (typeof BOARD_FILTERS)[number];

export const FILTER_WORDS: Record<BoardFilter, string> = {
  all: 'All',
  handedIn: 'Sealed',
  late: 'Late',
  open: 'Not sealed',
  notStarted: 'Not started',
};

/** A group without members hands nothing in. */
const isExpected = ({ members, seal }: BoardRow): boolean => members.length > 0 || seal !== null;

const IS: Record<BoardFilter, (row: BoardRow) => boolean> = {
  all: () => true,
  handedIn: ({ seal }) => seal !== null,
  late: ({ seal }) => (seal?.lateMs ?? 0) > 0,
  open: (row) => row.seal === null && isExpected(row),
  notStarted: (row) => !row.hasStarted && isExpected(row),
};

/** The rows of a filter whose name or members contain `text`. */
export function filteredRows(rows: readonly BoardRow[], filter: BoardFilter, text: string): BoardRow[] {
  const wanted = text.trim().toLocaleLowerCase('en');
  const isFound = ({ name, members }: BoardRow) =>
    wanted === '' || [name, ...members].some((one) => one.toLocaleLowerCase('en').includes(wanted));
  return rows.filter((row) => IS[filter](row) && isFound(row));
}

export function countsOf(rows: readonly BoardRow[]): Record<BoardFilter, number> {
  const count = (filter: BoardFilter) => rows.filter(IS[filter]).length;
  return {
    all: rows.length,
    handedIn: count('handedIn'),
    late: count('late'),
    open: count('open'),
    notStarted: count('notStarted'),
  };
}
