import { describe, expect, it } from 'vitest';
import { hashToken, isSignedFor, newJoinCode, newToken, readJoinCode, signFor } from './tokens.ts';

describe('codes and tokens', () => {
  it('a join code has ten letters that cannot be mistaken, and is read back however it was written', () => {
    const code = newJoinCode();
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(readJoinCode(` ${code.toLowerCase().replace('-', '')} `)).toBe(code);
    expect(readJoinCode('oIl00-00000')).toBe('01100-00000');
  });

  it.each(['', 'ABCDE', 'ABCDE-FGHJKM', 'ABCDE-FGHJU', 'ABCDE FGHJ\u0000'])('“%s” cannot be a code', (typed) => {
    expect(readJoinCode(typed)).toBeNull();
  });

  it('no two are the same', () => {
    expect(new Set(Array.from({ length: 1000 }, newJoinCode)).size).toBe(1000);
    expect(newToken()).not.toBe(newToken());
    expect(hashToken('a')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('a signature holds for one thing and one secret', () => {
    const signature = signFor('secret', 'this');
    expect(isSignedFor('secret', 'this', signature)).toBe(true);
    expect(isSignedFor('secret', 'that', signature)).toBe(false);
    expect(isSignedFor('other', 'this', signature)).toBe(false);
    expect(isSignedFor('secret', 'this', '')).toBe(false);
  });
});
