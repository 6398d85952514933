import { describe, expect, it } from 'vitest';
import { decodeText } from './decodeText.ts';

describe('a roster file', () => {
  it('is read as UTF-8 with and without a mark, and as Windows-1252', () => {
    const utf8 = new TextEncoder().encode('Ana Núñez;Zoë');
    expect(decodeText(utf8)).toBe('Ana Núñez;Zoë');
    expect(decodeText(new Uint8Array([0xef, 0xbb, 0xbf, ...utf8]))).toBe('Ana Núñez;Zoë');
    expect(decodeText(new Uint8Array([0x41, 0x6e, 0x61, 0x20, 0x4e, 0xfa, 0xf1, 0x65, 0x7a]))).toBe('Ana Núñez');
  });
});
