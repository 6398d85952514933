import { describe, expect, it } from 'vitest';
import { deskNames, type Who } from './names.ts';

const SECRET = '1f0e7a52-5b0e-4c2a-9d33-0d6f3c6a8e11';
const TEAM: Who = { kind: 'team', id: '00000000-0000-4000-8000-00000000a001' };
const STUDENT: Who = { kind: 'student', id: 'OddlyShapedIdOfAnAccount12345678' };

describe('names at the desk', () => {
  it('a row id leads back to its team or student, for this assignment only', () => {
    const names = deskNames(SECRET);
    for (const who of [TEAM, STUDENT, { kind: 'student', id: TEAM.id } as const]) {
      const rowId = names.rowId(who);
      expect(rowId).toMatch(/^[\w-]{30,80}$/);
      expect(names.read(rowId)).toEqual(who);
      expect(deskNames('another secret').read(rowId)).toBeNull();
    }
  });

  it('a row id that was changed or made up is none', () => {
    const names = deskNames(SECRET);
    const rowId = names.rowId(TEAM);
    const changed = `${rowId.slice(0, -3)}${rowId.endsWith('AAA') ? 'BBB' : 'AAA'}`;
    for (const wrong of ['', 'x', 'nobody', TEAM.id, changed]) expect(names.read(wrong)).toBeNull();
  });

  it('the same over reloads, another for another secret, and never the id itself', () => {
    const [names, again, other] = [deskNames(SECRET), deskNames(SECRET), deskNames('another secret')];
    expect(again.pseudonym(TEAM)).toBe(names.pseudonym(TEAM));
    expect(again.rowId(TEAM)).toBe(names.rowId(TEAM));
    expect(other.pseudonym(TEAM)).not.toBe(names.pseudonym(TEAM));
    expect(other.rowId(TEAM)).not.toBe(names.rowId(TEAM));
    expect(Buffer.from(names.rowId(STUDENT), 'base64url').toString('latin1')).not.toContain(STUDENT.id.slice(0, 6));
  });

  it('each item has an order of its own, which no id gives away', () => {
    const names = deskNames(SECRET);
    const rows = Array.from({ length: 40 }, (_, n) => names.rowId({ kind: 'team', id: `g${n}` }));
    const by = (item: string) => [...rows].sort((a, b) => (names.order(item, a) < names.order(item, b) ? -1 : 1));
    expect(by('one')).not.toEqual(by('two'));
    expect(by('one')).not.toEqual([...rows].sort());
    expect(by('one')).toEqual(by('one'));
  });

  it('five hundred students have five hundred pseudonyms', () => {
    const names = deskNames(SECRET);
    const all = Array.from({ length: 500 }, (_, n) => names.pseudonym({ kind: 'student', id: `s${n}` }));
    expect(new Set(all).size).toBe(500);
  });
});
