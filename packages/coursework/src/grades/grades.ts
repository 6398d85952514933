import type { Hundredths } from '../rubric/rubric.ts';
import type {
  AutomaticFigure,
  CellRef,
  GradeEvent,
  RecordedGradeEvent,
  ReleasedItem,
  ReleasedStudent,
  RubricChanged,
} from './events.ts';

/** Points by a person, with what they wrote. */
export type Manual = {
  points: Hundredths;
  note: string;
  remarks: string[];
  level: string | null;
  /** User id. */
  by: string;
  at: string;
};
/** What a person did to a cell after its student's release. Null points: none. */
export type Change = { from: Hundredths | null; points: Hundredths | null; note: string; by: string; at: string };
export type Regrade = {
  /** Of the event that asked: it names the request. */
  version: number;
  text: string;
  at: string;
  machineId: string | null;
  seq: number | null;
  /** Who had given the points when it was asked for; another person answers. Null = the log had. */
  gradedBy: string | null;
  answer: { upheld: boolean; text: string; by: string; at: string } | null;
};

export type Cell = {
  /** Version of the stream's last event that set or took back points here; 0 = none. A save names the one it has seen. */
  version: number;
  manual: Manual | null;
  flag: { by: string; at: string } | null;
  changes: Change[];
  /** In the order in which they were asked for; at most the last one is open. */
  regrades: Regrade[];
};

/** What a student sees: when it was released, and the figures of that moment. */
export type Release = { at: string; by: string; rubricVersion: string; figures: ReleasedStudent };
/** A grader's saves of one item, and the time between them as far as it is work. */
export type Spent = { itemId: string; by: string; saves: number; ms: number };

export type Grades = {
  /** Version of the stream that these were folded from. */
  version: number;
  /** When the first of today's releases was, as the store recorded it; null while nothing is released. */
  releasedAt: string | null;
  cells: ReadonlyMap<string, Cell>;
  /** By student. */
  releases: ReadonlyMap<string, Release>;
  reveals: readonly { by: string; at: string; studentIds: string[] | 'all' }[];
  spent: ReadonlyMap<string, Spent>;
  /** When each grader saved last, in ms since 1970. */
  lastSaves: ReadonlyMap<string, number>;
};

type Writable<T> = T extends ReadonlyMap<infer K, infer V> ? Map<K, V> : T extends readonly (infer E)[] ? E[] : T;
type Draft = { -readonly [K in keyof Grades]: Writable<Grades[K]> };

/** A longer time between two saves of a grader is a break. */
const BREAK_MS = 5 * 60_000;

const keyOf = ({ studentId, itemId }: CellRef): string => JSON.stringify([studentId, itemId]);
const refOf = (key: string): CellRef => {
  const [studentId = '', itemId = ''] = JSON.parse(key) as string[];
  return { studentId, itemId };
};
const EMPTY: Cell = { version: 0, manual: null, flag: null, changes: [], regrades: [] };

export const emptyGrades = (): Grades => ({
  version: 0,
  releasedAt: null,
  cells: new Map(),
  releases: new Map(),
  reveals: [],
  spent: new Map(),
  lastSaves: new Map(),
});

/** The cell as it stands; an untouched one has version 0. */
export function cellOf(grades: Pick<Grades, 'cells'>, ref: CellRef): Cell {
  return grades.cells.get(keyOf(ref)) ?? EMPTY;
}

/** The last regrade request of a cell while it waits for its answer. */
export function openRegrade({ regrades }: Cell): Regrade | null {
  const last = regrades.at(-1);
  return last && last.answer === null ? last : null;
}

/** All regrade requests, oldest first. */
export function regradesOf(grades: Grades): (CellRef & Regrade)[] {
  return [...grades.cells]
    .flatMap(([key, cell]) => cell.regrades.map((one) => ({ ...refOf(key), ...one })))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** What counts for a cell: a person's points over the log's verdict; null = not graded yet. */
export function pointsOf(cell: Cell, automatic: AutomaticFigure | null): Hundredths | null {
  return cell.manual?.points ?? automatic?.points ?? null;
}

/** What counts for a released cell: what was frozen, until a person changes it. */
export function releasedPoints(cell: Cell, item: ReleasedItem | undefined): Hundredths | null {
  if (cell.changes.length === 0 && item?.points !== undefined) return item.points;
  return pointsOf(cell, item?.automatic ?? null);
}

type At = { version: number; at: string };
type Points = Extract<GradeEvent, { type: 'PointsSet' | 'PointsCleared' }>;

function manualOf(event: Points, at: string): Manual | null {
  if (event.type === 'PointsCleared') return null;
  const { points, note, remarks, level, by } = event;
  return { points, note, remarks, level, by, at };
}

function setPoints(grades: Draft, event: Points, { version, at }: At): void {
  const { itemId, note, by } = event;
  const manual = manualOf(event, at);
  for (const studentId of event.studentIds) {
    const before = cellOf(grades, { studentId, itemId });
    const cell = { ...before, version, manual };
    const release = grades.releases.get(studentId);
    if (release) {
      const item = release.figures.items.find((one) => one.itemId === itemId);
      const points = pointsOf(cell, item?.automatic ?? null);
      cell.changes = [...before.changes, { from: releasedPoints(before, item), points, note, by, at }];
    }
    grades.cells.set(keyOf({ studentId, itemId }), cell);
  }
  noteTime(grades, event, Date.parse(at));
}

function noteTime(grades: Draft, { itemId, by }: Points, ms: number): void {
  const key = keyOf({ studentId: by, itemId });
  const { saves, ms: before } = grades.spent.get(key) ?? { saves: 0, ms: 0 };
  const since = ms - (grades.lastSaves.get(by) ?? Number.NEGATIVE_INFINITY);
  const isWork = since >= 0 && since <= BREAK_MS;
  grades.spent.set(key, { itemId, by, saves: saves + 1, ms: before + (isWork ? since : 0) });
  grades.lastSaves.set(by, ms);
}

/** Releases of schema version 1 name automatic points only: what a person had given counts over them. */
function frozen(grades: Draft, figures: ReleasedStudent): ReleasedStudent {
  const { studentId } = figures;
  const items = figures.items.map((item): ReleasedItem => {
    if (item.points !== undefined) return item;
    return { ...item, points: pointsOf(cellOf(grades, { studentId, itemId: item.itemId }), item.automatic) };
  });
  return { ...figures, items };
}

/** What is released anew, or withdrawn, has no changes since. */
function forgetChanges(grades: Draft, isMeant: (studentId: string) => boolean): void {
  for (const [key, cell] of grades.cells)
    if (cell.changes.length > 0 && isMeant(refOf(key).studentId)) grades.cells.set(key, { ...cell, changes: [] });
}

function release(grades: Draft, event: Extract<GradeEvent, { type: 'Released' }>, { at }: At): void {
  const { by, rubricVersion, figures } = event;
  grades.releasedAt ??= at;
  const named = new Set(figures.map((one) => one.studentId));
  forgetChanges(grades, (studentId) => named.has(studentId));
  for (const one of figures)
    grades.releases.set(one.studentId, { at, by, rubricVersion, figures: frozen(grades, one) });
}

function change(grades: Draft, ref: CellRef, to: Partial<Cell>): void {
  grades.cells.set(keyOf(ref), { ...cellOf(grades, ref), ...to });
}

function askRegrade(grades: Draft, event: Extract<GradeEvent, { type: 'RegradeAsked' }>, { version, at }: At): void {
  const { machineId, seq, text } = event;
  const { regrades, manual } = cellOf(grades, event);
  const asked = { version, text, at, machineId, seq, gradedBy: manual?.by ?? null, answer: null };
  change(grades, event, { regrades: [...regrades, asked] });
}

function answerRegrade(grades: Draft, event: Extract<GradeEvent, { type: 'RegradeAnswered' }>, { at }: At): void {
  const { upheld, text, by } = event;
  const { regrades } = cellOf(grades, event);
  const last = regrades.at(-1);
  if (!last) return;
  change(grades, event, { regrades: [...regrades.slice(0, -1), { ...last, answer: { upheld, text, by, at } }] });
}

/** Released figures are frozen, so their cells stay as they are. */
function changeRubric(grades: Draft, { by, ranges = {}, again = [] }: RubricChanged, { version, at }: At): void {
  for (const [key, cell] of grades.cells) {
    const { studentId, itemId } = refOf(key);
    if (!cell.manual || grades.releases.has(studentId)) continue;
    const [least, most] = ranges[itemId] ?? [cell.manual.points, cell.manual.points];
    const points = Math.min(most, Math.max(least, cell.manual.points));
    const moved = points === cell.manual.points ? cell : { ...cell, version, manual: { ...cell.manual, points } };
    grades.cells.set(key, again.includes(itemId) ? { ...moved, flag: { by, at } } : moved);
  }
}

function evolveGrades(grades: Draft, event: GradeEvent, when: At): void {
  const { at } = when;
  switch (event.type) {
    case 'PointsSet':
    case 'PointsCleared':
      setPoints(grades, event, when);
      break;
    case 'Flagged':
      for (const studentId of event.studentIds)
        change(grades, { studentId, itemId: event.itemId }, { flag: event.on ? { by: event.by, at } : null });
      break;
    case 'Revealed':
      grades.reveals.push({ by: event.by, at, studentIds: event.studentIds });
      break;
    case 'Released':
      release(grades, event, when);
      break;
    case 'Withdrawn':
      grades.releasedAt = null;
      grades.releases.clear();
      forgetChanges(grades, () => true);
      break;
    case 'RegradeAsked':
      askRegrade(grades, event, when);
      break;
    case 'RegradeAnswered':
      answerRegrade(grades, event, when);
      break;
    case 'RubricChanged':
      changeRubric(grades, event, when);
      break;
    default:
      unreachable(event);
  }
}

function unreachable(event: never): never {
  throw new Error(`an unknown grade event: ${JSON.stringify(event)}`);
}

/**
 * The gradebook of one assignment: a fold, like everything else. `onto`: grades that were folded before; they stay as they are.
 * @throws on a gap in the versions.
 */
export function foldGrades(events: readonly RecordedGradeEvent[], onto: Grades = emptyGrades()): Grades {
  if (events.length === 0) return onto;
  const grades: Draft = {
    ...onto,
    cells: new Map(onto.cells),
    releases: new Map(onto.releases),
    reveals: [...onto.reveals],
    spent: new Map(onto.spent),
    lastSaves: new Map(onto.lastSaves),
  };
  for (const { version, recordedAt, event } of events) {
    if (version !== grades.version + 1) throw new Error(`grade events jump from ${grades.version} to ${version}`);
    evolveGrades(grades, event, { version, at: recordedAt });
    grades.version = version;
  }
  return grades;
}
