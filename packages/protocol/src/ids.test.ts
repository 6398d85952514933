import { describe, expect, it } from 'vitest';
import { isPlainProse, isPlainText, isVisibleName } from './ids.ts';

describe('plain text', () => {
  it.each(['', 'Ana’s web server', 'مرحبا', 'שלום', 'नमस्ते', '日本語', 'é', '👩‍🚀 می‌خواهم'])('“%s” is', (text) => {
    expect(isPlainText(text)).toBe(true);
  });

  it.each([
    ['half a character', 'a\ud800b'],
    ['the other half', '\udc00'],
    ['NUL', 'a\0b'],
    ['an escape', '\u001b[31m'],
    ['a C1 control', 'a\u0085b'],
    ['a line break', 'a\nb'],
    ['a line separator', 'a\u2028b'],
    ['a zero-width space', 'a\u200bb'],
    ['a byte order mark', '\ufeffa'],
    ['an override of the direction', 'abc\u202etxt.exe'],
    ['an isolate', 'a\u2066b\u2069'],
    ['a mark of the direction', 'a\u200fb'],
  ])('%s is not', (_what, text) => {
    expect(isPlainText(text)).toBe(false);
  });

  it('of several lines may have line breaks and tabs, and nothing else besides', () => {
    expect(isPlainProse('one\n\ttwo')).toBe(true);
    expect(isPlainProse('one\rtwo')).toBe(false);
    expect(isPlainProse('one\n\u202etwo')).toBe(false);
  });

  it('that is a name can be seen', () => {
    for (const name of ['Ana', '❤️', '李', 'é']) expect(isVisibleName(name)).toBe(true);
    for (const name of ['', ' ', '\u3164', '\u2800', '\u200d', '\u115f\u00a0', '\u0301'])
      expect(isVisibleName(name)).toBe(false);
  });
});
