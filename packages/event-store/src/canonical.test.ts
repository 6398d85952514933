import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical.ts';

describe('canonical JSON', () => {
  it('equals the reference implementation of RFC 8785 for any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'large', stringUnit: 'binary' }), (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
      { seed: 8785, numRuns: 500 },
    );
  });

  it('sorts members by UTF-16 code units, as the example of RFC 8785 does', () => {
    const members = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
    };
    expect(Object.keys(JSON.parse(canonicalJson(members)))).toHaveLength(4);
    expect(canonicalJson(members)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u20ac":"Euro Sign","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  it('leaves out members that are undefined', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
    expect(canonicalJson({ b: undefined })).toBe('{}');
  });

  it('refuses half of a surrogate pair, in a text or a name, as RFC 8785 says', () => {
    for (const half of ['\ud800', 'a\udc00', `${'x'.repeat(100)}\ud83d`, '\udc00\ud800'])
      for (const value of [half, [half], { a: half }, { [half]: 1 }])
        expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(canonicalJson('\u{1f4a9}')).toBe('"\u{1f4a9}"');
  });

  it('refuses what JSON cannot hold', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1, Symbol('s'), [undefined]]) {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    }
  });
});
