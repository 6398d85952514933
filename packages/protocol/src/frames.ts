import { LIMITS } from './limits.ts';
import type { SeenEntry, SentEntry } from './messages.ts';

/** Characters of JSON text in one part. Even with escaped quotes and non-ASCII names a part fits into a frame. */
const PART_LENGTH = 24_000;
/** Bytes of entries in one answer, so that the frame around them stays within its limit. */
const PAGE_BYTES = LIMITS.frameBytes - 4096;

/** Splits a text into parts that fit into a frame. The empty text has one part. */
export function countParts(text: string): number {
  return Math.max(1, Math.ceil(text.length / PART_LENGTH));
}

/** Part `part` (from 0) of a text; null past its end. */
export function partOf(text: string, part: number): string | null {
  return part < countParts(text) ? text.slice(part * PART_LENGTH, (part + 1) * PART_LENGTH) : null;
}

/** The leading entries that fit into one frame; one that is too large for any frame becomes a `LargeEntry`. */
export function fillFrame(entries: readonly SeenEntry[]): { sent: SentEntry[]; isMore: boolean } {
  const sent: SentEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const { item, size } = measure(entry);
    if (bytes + size > PAGE_BYTES) return { sent, isMore: true };
    bytes += size;
    sent.push(item);
  }
  return { sent, isMore: false };
}

/** An entry as it goes into a frame. */
export function fitEntry(entry: SeenEntry): SentEntry {
  return measure(entry).item;
}

function measure(entry: SeenEntry): { item: SentEntry; size: number } {
  const text = JSON.stringify(entry);
  const size = byteLength(text) + 1;
  return size <= PAGE_BYTES ? { item: entry, size } : { item: { seq: entry.seq, parts: countParts(text) }, size: 64 };
}

/** Length in UTF-8. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
