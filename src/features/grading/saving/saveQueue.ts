/**
 * What a grader typed and the server has not confirmed yet. Pure: the caller owns the network and the browser's storage,
 * carries out the effects in order, and reports what came of them. Per cell one request is in flight and the order is kept;
 * a save leaves the queue only when the server stored it or the grader dropped it.
 */

/** One row of the queue and one item of the rubric. */
export type CellAt = { rowId: string; itemId: string };
/** `points` null takes the points back. */
export type Grade = { points: number | null; note: string; remarks: string[]; level: string | null };
export type Change = { kind: 'grade'; grade: Grade } | { kind: 'flag'; on: boolean };

export type Save = CellAt & {
  /** The same on a resend, so that the server stores it once. */
  commandId: string;
  /** Increases in the order of typing. */
  order: number;
  change: Change;
  /** The cell's version that the grader saw; null = it follows the save before it in the queue. */
  basedOn: number | null;
};
/** Typed, but not given to the queue: the texts of the fields, and the version that was on screen. */
export type Draft = { points: string; note: string; remarks: string[]; level: string | null; basedOn: number };
/** What another grader stored meanwhile. */
export type Theirs = { version: number; grade: Grade | null; by: string };

export type Lane = {
  waiting: Save[];
  /** The first of `waiting` is on its way. */
  isSent: boolean;
  /** After the last answer; null = none came yet. */
  version: number | null;
  /** Both stay until one is chosen. Nothing is sent before that. */
  conflict: Theirs | null;
  /** The server will never store the first of `waiting`: the reason. */
  refusal: string | null;
};
/** How the cell was before a save, for undo. */
export type Before = { at: CellAt; grade: Grade };
export type SaveQueue = {
  lanes: Record<string, Lane>;
  drafts: Record<string, Draft>;
  undo: Before[];
  /** The last request had no answer: nothing is sent until `retry`. */
  isWaiting: boolean;
};

export type Answer =
  | { ok: true; version: number }
  | { ok: false; code: 'CONFLICT'; theirs: Theirs }
  | { ok: false; code: 'REFUSED'; message: string };

export type QueueInput =
  /** What the browser kept from an earlier visit. */
  | { type: 'restored'; saves: Save[]; drafts: Record<string, Draft> }
  | { type: 'drafted'; at: CellAt; draft: Draft | null }
  /** `shown`: what was on screen when this was typed. */
  | { type: 'typed'; save: Omit<Save, 'basedOn'>; shown: { version: number; grade: Grade } }
  | { type: 'undone'; commandId: string; order: number; shownVersion: number }
  | { type: 'answered'; commandId: string; answer: Answer }
  | { type: 'unanswered'; commandId: string }
  | { type: 'retry' }
  | { type: 'chosen'; at: CellAt; whose: 'mine' | 'theirs' };

export type QueueEffect =
  | { type: 'send'; save: Save; expectedVersion: number }
  | { type: 'keep'; save: Save }
  | { type: 'forget'; commandId: string }
  | { type: 'keepDraft'; key: string; draft: Draft }
  | { type: 'forgetDraft'; key: string }
  /** The server has it: the page's copy of the cell can follow. */
  | { type: 'stored'; save: Save; version: number };

export type QueueStep = { state: SaveQueue; effects: QueueEffect[] };

/** Requests at a time, over all cells. */
const MOST_SENT = 4;
const MOST_UNDO = 100;
const EMPTY: Lane = { waiting: [], isSent: false, version: null, conflict: null, refusal: null };

export const emptyQueue = (): SaveQueue => ({ lanes: {}, drafts: {}, undo: [], isWaiting: false });
export const cellKey = ({ rowId, itemId }: CellAt): string => `${rowId} ${itemId}`;
export const laneOf = (queue: SaveQueue, at: CellAt): Lane => queue.lanes[cellKey(at)] ?? EMPTY;
export const draftOf = (queue: SaveQueue, at: CellAt): Draft | null => queue.drafts[cellKey(at)] ?? null;

/** The grader's last own change of a cell, of one kind, that is not stored yet. */
function waitingChange<Kind extends Change['kind']>(queue: SaveQueue, at: CellAt, kind: Kind) {
  const changes = laneOf(queue, at).waiting.map(({ change }) => change);
  return changes.filter((change): change is Change & { kind: Kind } => change.kind === kind).at(-1) ?? null;
}
export const waitingGrade = (queue: SaveQueue, at: CellAt): Grade | null =>
  waitingChange(queue, at, 'grade')?.grade ?? null;
export const waitingFlag = (queue: SaveQueue, at: CellAt): boolean | null =>
  waitingChange(queue, at, 'flag')?.on ?? null;

/** What the footer says: saves that are not stored yet, those of them that need the grader, and half-written cells. */
export function countsOf(queue: SaveQueue): { unsaved: number; stuck: number; drafts: number } {
  const lanes = Object.values(queue.lanes);
  return {
    unsaved: lanes.reduce((sum, lane) => sum + lane.waiting.length, 0),
    stuck: lanes.filter((lane) => lane.conflict !== null || lane.refusal !== null).length,
    drafts: Object.keys(queue.drafts).length,
  };
}

/** The next state and the effects to carry out. Does not change its arguments. */
export function stepQueue(queue: SaveQueue, input: QueueInput): QueueStep {
  switch (input.type) {
    case 'restored':
      return pump(restore(queue, input));
    case 'drafted':
      return draft(queue, input.at, input.draft);
    case 'typed':
      return pump(type(queue, input));
    case 'undone':
      return pump(undo(queue, input));
    case 'answered':
      return pump(answered(queue, input));
    case 'unanswered':
      return { state: unanswered(queue, input.commandId), effects: [] };
    case 'retry':
      return pump({ state: { ...queue, isWaiting: false }, effects: [] });
    case 'chosen':
      return pump(choose(queue, input));
  }
}

function withLane(queue: SaveQueue, at: CellAt, lane: Lane): SaveQueue {
  return { ...queue, lanes: { ...queue.lanes, [cellKey(at)]: lane } };
}

/** Sends the first of each lane that may go, the oldest first. */
function pump({ state, effects }: QueueStep): QueueStep {
  if (state.isWaiting) return { state, effects };
  const free = MOST_SENT - Object.values(state.lanes).filter((lane) => lane.isSent).length;
  const ready = Object.values(state.lanes)
    .filter((lane) => !lane.isSent && lane.conflict === null && lane.refusal === null)
    .flatMap((lane) => lane.waiting.slice(0, 1))
    .sort((a, b) => a.order - b.order)
    .slice(0, Math.max(0, free));
  let next = state;
  const sends = ready.map((save): QueueEffect => {
    const lane = laneOf(next, save);
    next = withLane(next, save, { ...lane, isSent: true });
    return { type: 'send', save, expectedVersion: save.basedOn ?? lane.version ?? 0 };
  });
  return { state: next, effects: [...effects, ...sends] };
}

/** What was kept stands before what was typed meanwhile; a save that is known already is not doubled. */
function restore(queue: SaveQueue, { saves, drafts }: QueueInput & { type: 'restored' }): QueueStep {
  const kept = [...saves].sort((a, b) => a.order - b.order);
  const lanes = { ...queue.lanes };
  for (const key of new Set(kept.map(cellKey))) {
    const lane = lanes[key] ?? EMPTY;
    const known = new Set(lane.waiting.map(({ commandId }) => commandId));
    const older = kept.filter((save) => cellKey(save) === key && !known.has(save.commandId));
    if (older.length > 0) lanes[key] = { ...lane, waiting: [...older, ...rebased(lane.waiting, null)] };
  }
  return { state: { ...queue, lanes, drafts: { ...drafts, ...queue.drafts } }, effects: [] };
}

function draft(queue: SaveQueue, at: CellAt, value: Draft | null): QueueStep {
  const key = cellKey(at);
  const { [key]: before, ...others } = queue.drafts;
  if (value === null)
    return { state: { ...queue, drafts: others }, effects: before ? [{ type: 'forgetDraft', key }] : [] };
  // The version that was on screen when the grader began to write counts, not one that came later.
  const kept = before ? { ...value, basedOn: before.basedOn } : value;
  return {
    state: { ...queue, drafts: { ...others, [key]: kept } },
    effects: [{ type: 'keepDraft', key, draft: kept }],
  };
}

function type(queue: SaveQueue, { save, shown }: QueueInput & { type: 'typed' }): QueueStep {
  if (save.change.kind === 'flag') return enqueue(queue, save, shown.version);
  const before = waitingGrade(queue, save) ?? shown.grade;
  const basedOn = draftOf(queue, save)?.basedOn ?? shown.version;
  const { state, effects } = draft(withoutRefused(queue, save), save, null);
  const undoable = { ...state, undo: [...state.undo, { at: save, grade: before }].slice(-MOST_UNDO) };
  const added = enqueue(undoable, save, basedOn);
  return { state: added.state, effects: [...forgetRefused(queue, save), ...effects, ...added.effects] };
}

/** A refused save is replaced by the next one of its cell. */
function withoutRefused(queue: SaveQueue, at: CellAt): SaveQueue {
  const lane = laneOf(queue, at);
  if (lane.refusal === null) return queue;
  const [refused, ...rest] = lane.waiting;
  return withLane(queue, at, { ...lane, refusal: null, waiting: rebased(rest, refused?.basedOn ?? null) });
}

function forgetRefused(queue: SaveQueue, at: CellAt): QueueEffect[] {
  const lane = laneOf(queue, at);
  const [refused] = lane.waiting;
  return lane.refusal !== null && refused ? [{ type: 'forget', commandId: refused.commandId }] : [];
}

/** The first of `waiting` follows `basedOn`. */
function rebased([first, ...rest]: Save[], basedOn: number | null): Save[] {
  return first ? [{ ...first, basedOn }, ...rest] : [];
}

function enqueue(queue: SaveQueue, save: Omit<Save, 'basedOn'>, shownVersion: number): QueueStep {
  const lane = laneOf(queue, save);
  const isFirst = lane.waiting.length === 0;
  const added: Save = { ...save, basedOn: isFirst ? Math.max(lane.version ?? 0, shownVersion) : null };
  return {
    state: withLane(queue, save, { ...lane, waiting: [...lane.waiting, added] }),
    effects: [{ type: 'keep', save: added }],
  };
}

/** Undo is another save, with what was there before. */
function undo(queue: SaveQueue, { commandId, order, shownVersion }: QueueInput & { type: 'undone' }): QueueStep {
  const last = queue.undo.at(-1);
  if (!last) return { state: queue, effects: [] };
  const { rowId, itemId } = last.at;
  const change: Change = { kind: 'grade', grade: last.grade };
  return enqueue(
    { ...queue, undo: queue.undo.slice(0, -1) },
    { rowId, itemId, commandId, order, change },
    shownVersion,
  );
}

const sentSave = (queue: SaveQueue, commandId: string): Save | null =>
  Object.values(queue.lanes).find((lane) => lane.isSent && lane.waiting[0]?.commandId === commandId)?.waiting[0] ??
  null;

function unanswered(queue: SaveQueue, commandId: string): SaveQueue {
  const save = sentSave(queue, commandId);
  if (!save) return queue;
  return { ...withLane(queue, save, { ...laneOf(queue, save), isSent: false }), isWaiting: true };
}

function answered(queue: SaveQueue, { commandId, answer }: QueueInput & { type: 'answered' }): QueueStep {
  const save = sentSave(queue, commandId);
  if (!save) return { state: queue, effects: [] };
  const lane: Lane = { ...laneOf(queue, save), isSent: false };
  if (!answer.ok) {
    const stopped = answer.code === 'CONFLICT' ? { conflict: answer.theirs } : { refusal: answer.message };
    return { state: withLane(queue, save, { ...lane, ...stopped }), effects: [] };
  }
  const { version } = answer;
  const waiting = rebased(lane.waiting.slice(1), version);
  const [next] = waiting;
  return {
    state: withLane(queue, save, { ...lane, version, waiting }),
    effects: [
      { type: 'stored', save, version },
      // The follower is kept with its version before its predecessor is forgotten: a reload in between loses neither.
      ...(next ? [{ type: 'keep' as const, save: next }] : []),
      { type: 'forget', commandId },
    ],
  };
}

function choose(queue: SaveQueue, { at, whose }: QueueInput & { type: 'chosen' }): QueueStep {
  const lane = laneOf(queue, at);
  if (lane.conflict === null) return { state: queue, effects: [] };
  const { version } = lane.conflict;
  // A flag contradicts no points: it is sent in any case.
  const isKept = ({ change }: Save) => whose === 'mine' || change.kind === 'flag';
  const waiting = rebased(lane.waiting.filter(isKept), version);
  const dropped = lane.waiting.filter((save) => !isKept(save));
  return {
    state: withLane(queue, at, { ...lane, conflict: null, version, waiting }),
    effects: [
      ...waiting.slice(0, 1).map((save): QueueEffect => ({ type: 'keep', save })),
      ...dropped.map(({ commandId }): QueueEffect => ({ type: 'forget', commandId })),
    ],
  };
}
