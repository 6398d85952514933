import { describe, expect, it } from 'vitest';
import { byteLength, countParts, fillFrame, partOf } from './frames.ts';
import { LIMITS } from './limits.ts';
import type { SeenEntry } from './messages.ts';

const large = (seq: number, length: number) =>
  ({ seq, tick: 0, isHidden: true, pad: '"é'.repeat(length / 2) }) as SeenEntry;

describe('frames', () => {
  it('takes as many entries as fit and says that there are more', () => {
    const entries = Array.from({ length: 10 }, (_, i) => large(i + 1, 10_000));
    const { sent, isMore } = fillFrame(entries);
    expect(isMore).toBe(true);
    expect(sent.length).toBeGreaterThan(1);
    expect(byteLength(JSON.stringify(sent))).toBeLessThan(LIMITS.frameBytes);
  });

  it('sends an entry that never fits as its number and parts', () => {
    const entry = large(1, 100_000);
    const { sent, isMore } = fillFrame([entry, large(2, 10)]);
    const text = JSON.stringify(entry);
    expect(sent[0]).toEqual({ seq: 1, parts: countParts(text) });
    expect(sent).toHaveLength(2);
    expect(isMore).toBe(false);
  });

  it('cuts a text into parts that make it up again', () => {
    const text = 'ab"\\'.repeat(30_000);
    const parts = Array.from({ length: countParts(text) }, (_, part) => partOf(text, part));
    expect(parts.join('')).toBe(text);
    expect(partOf(text, parts.length)).toBeNull();
    expect(parts.every((part) => byteLength(JSON.stringify(part)) < LIMITS.frameBytes)).toBe(true);
    expect(countParts('')).toBe(1);
  });

  it('counts bytes as UTF-8 does', () => {
    for (const text of ['', 'abc', 'é', '€', '😀', 'a😀€é'])
      expect(byteLength(text)).toBe(new TextEncoder().encode(text).length);
  });
});
