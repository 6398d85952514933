import {
  countParts,
  fillFrame,
  type JoinAnswer,
  type PartAnswer,
  type PartInput,
  partOf,
  refused,
  type SeenEntry,
  type Viewer,
  visibleEntry,
  type WireEntry,
} from '@overcommit/protocol';
import { createRecentMap } from '../recentMap.ts';
import type { CatchUpPage, Rooms } from '../rooms/index.ts';

/** Texts that are being fetched part by part. */
const MOST_TEXTS = 30;

export type Answers = {
  join(machineId: string, afterSeq: number, viewer: Viewer): Promise<JoinAnswer>;
  part(input: PartInput, viewer: Viewer): Promise<PartAnswer>;
};

/** Answers from a room, cut to what the viewer may see and to the size of a frame. */
export function createAnswers(rooms: Rooms): Answers {
  const texts = createRecentMap<string, string>(MOST_TEXTS);

  /** A class that joins at the same time asks for the same snapshot: it is read once. */
  async function cached(key: string, read: () => Promise<string | null>): Promise<string | null> {
    const known = texts.get(key);
    if (known !== undefined) return known;
    const text = await read();
    if (text === null) return null;
    texts.set(key, text);
    return text;
  }

  const snapshotText = (machineId: string, seq: number) =>
    cached(`snapshot ${machineId} ${seq}`, () => rooms.snapshotText(machineId, seq));

  async function entryText(machineId: string, seq: number, viewer: Viewer): Promise<string | null> {
    const entry = await rooms.entry(machineId, seq);
    const seen = entry && visibleEntry(entry, viewer);
    return seen && JSON.stringify(seen);
  }

  async function resync(
    machineId: string,
    page: CatchUpPage & { kind: 'resync' },
    viewer: Viewer,
  ): Promise<JoinAnswer> {
    const { snapshotSeq, seq } = page;
    const text = snapshotSeq > 0 ? await snapshotText(machineId, snapshotSeq) : null;
    if (text === null && snapshotSeq > 0) return refused('CONFLICT', 'The snapshot is gone: ask again.');
    const snapshot = text === null ? { seq: 0, parts: 0 } : { seq: snapshotSeq, parts: countParts(text) };
    return { ok: true, kind: 'resync', seq, snapshot, ...frameOf(page.entries, { seq, viewer }) };
  }

  return {
    async join(machineId, afterSeq, viewer) {
      if (viewer.untilSeq !== null) return joinConcealed(rooms, machineId, { afterSeq, viewer });
      const page = await rooms.catchUp(machineId, afterSeq);
      if (page.kind === 'upToDate') return { ok: true, kind: 'upToDate', seq: page.seq };
      if (page.kind === 'resync') return resync(machineId, page, viewer);
      return { ok: true, kind: 'entries', seq: page.seq, ...frameOf(page.entries, { seq: page.seq, viewer }) };
    },
    async part({ machineId, what, seq, part }, viewer) {
      const isConcealed = viewer.untilSeq !== null && (what === 'snapshot' || seq > viewer.untilSeq);
      if (isConcealed) return refused('NOT_FOUND', 'There is nothing under this number.');
      const key = `entry ${machineId} ${seq} ${viewer.role}`;
      const text = await (what === 'snapshot'
        ? snapshotText(machineId, seq)
        : cached(key, () => entryText(machineId, seq, viewer)));
      const piece = text === null ? null : partOf(text, part);
      if (text === null || piece === null) return refused('NOT_FOUND', 'There is nothing under this number.');
      return { ok: true, text: piece, parts: countParts(text) };
    },
  };
}

/** For a viewer whose future is concealed the log ends at `untilSeq`, and no snapshot may tell more. */
async function joinConcealed(
  rooms: Rooms,
  machineId: string,
  { afterSeq, viewer }: { afterSeq: number; viewer: Viewer },
): Promise<JoinAnswer> {
  const page = await rooms.page(machineId, afterSeq, 500);
  const seq = Math.min(page.lastSeq, viewer.untilSeq ?? page.lastSeq);
  if (afterSeq === seq) return { ok: true, kind: 'upToDate', seq };
  if (afterSeq < seq) return { ok: true, kind: 'entries', seq, ...frameOf(page.entries, { seq, viewer }) };
  const start = await rooms.page(machineId, 0, 500);
  return { ok: true, kind: 'resync', seq, snapshot: { seq: 0, parts: 0 }, ...frameOf(start.entries, { seq, viewer }) };
}

function frameOf(entries: WireEntry[], { seq, viewer }: { seq: number; viewer: Viewer }) {
  const seen = entries
    .map((entry) => visibleEntry(entry, viewer))
    .filter((entry): entry is SeenEntry => entry !== null);
  const { sent } = fillFrame(seen);
  return { entries: sent, isMore: (sent.at(-1)?.seq ?? seq) < seq };
}
