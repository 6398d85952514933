import type { Rubric } from '@overcommit/coursework';
import { describe, expect, it } from 'vitest';
import { suggestionsAt, withSuggestion } from './completion.ts';
import {
  formOf,
  idFrom,
  MOST_CHARACTERS,
  moveItem,
  newItem,
  problemsOf,
  readForm,
  readRubricFile,
  removeItem,
  rubricFile,
} from './rubricForm.ts';

const RUBRIC: Rubric = {
  items: [
    {
      ...{ kind: 'automatic', id: 'kill', title: 'A kill', scope: 'group', outOf: 250, isBonus: true },
      ...{ earned: 'kills.size() > 0', evidence: 'kills', whenNot: 'None.' },
    },
    {
      ...{ kind: 'manual', id: 'why', title: 'Why', scope: 'member', outOf: 500, guidance: 'Pages.' },
      levels: [{ id: 'all', label: 'All', points: 500 }],
    },
    { kind: 'manual', id: 'rude', title: 'Rude', scope: 'member', outOf: 100, isPenalty: true },
  ],
  caps: [{ title: 'Both', itemIds: ['kill', 'why'], most: 600 }],
};

describe('the form of a rubric', () => {
  it('says what the rubric says', () => {
    expect(readForm(formOf(RUBRIC))).toEqual({ ok: true, rubric: RUBRIC });
  });

  it('names the first problem with its item, its field and its column', () => {
    const form = formOf(RUBRIC);
    const items = form.items.map((item) =>
      item.key === 'kill' ? { ...item, earned: 'kills.exists(k, k.vctim == "db")' } : item,
    );
    expect(readForm({ ...form, items })).toEqual({
      ok: false,
      problem: '“A kill”, earned: Column 19: No such key: vctim.',
    });
    const [kill, why] = form.items;
    if (!kill || !why) throw new Error('they are there');
    expect(problemsOf({ ...why, outOf: '2.555', title: ' ' }, form.items)).toEqual({
      title: 'An item needs a title.',
      outOf: expect.stringContaining('two decimals'),
    });
    expect(problemsOf({ ...why, outOf: '1' }, form.items)).toEqual({ levels: expect.stringContaining('more points') });
    expect(problemsOf({ ...kill, id: 'why' }, form.items)).toEqual({ id: 'Another item has this id.' });
    expect(readForm({ ...form, caps: [{ title: '', itemIds: ['kill'], most: '1' }] })).toMatchObject({ ok: false });
  });

  it('items are added, moved and removed with their caps', () => {
    const form = formOf(RUBRIC);
    const added = { ...form, items: [...form.items, newItem(form, 'automatic')] };
    expect(added.items.at(-1)).toMatchObject({ id: 'new-item', kind: 'automatic' });
    expect(newItem(added, 'manual').id).toBe('new-item-2');
    expect(moveItem(form, 'why', -1).items.map(({ key }) => key)).toEqual(['why', 'kill', 'rude']);
    expect(moveItem(form, 'kill', -1)).toBe(form);
    expect(removeItem(form, 'kill').caps).toEqual([{ title: 'Both', itemIds: ['why'], most: '6' }]);
  });

  it('makes ids of titles', () => {
    expect(idFrom('Every member acted!', new Set())).toBe('every-member-acted');
    expect(idFrom('Größe: 40 MiB', new Set(['gro-e-40-mib']))).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(idFrom('123', new Set(['item']))).toBe('item-2');
  });
});

describe('a rubric as a file', () => {
  it('comes back as it was, with its frame or bare', () => {
    expect(readRubricFile(rubricFile(RUBRIC))).toEqual({ ok: true, rubric: RUBRIC });
    expect(readRubricFile(JSON.stringify(RUBRIC))).toEqual({ ok: true, rubric: RUBRIC });
  });

  it('that is none is refused with the place', () => {
    expect(readRubricFile('{"items": [')).toMatchObject({ problem: expect.stringContaining('not JSON') });
    const wrong = { items: [{ ...RUBRIC.items[0], outOf: 'many' }] };
    expect(readRubricFile(JSON.stringify(wrong))).toMatchObject({ problem: expect.stringContaining('items.0.outOf') });
    expect(readRubricFile(' '.repeat(MOST_CHARACTERS + 1))).toMatchObject({
      problem: expect.stringContaining('too large'),
    });
  });
});

describe('completion', () => {
  const at = (text: string, scope: 'group' | 'member' = 'group') =>
    suggestionsAt(text, text.length, scope).options.map(({ insert }) => insert);

  it('offers names, and those of a member only in an item of each member', () => {
    expect(at('ki')).toEqual(['kills']);
    expect(at('m')).toEqual(['members']);
    expect(at('m', 'member')).toEqual(['members', 'me', 'mine']);
    expect(at('')).toContain('entries');
    expect(at('kills ')).toEqual([]);
  });

  it('offers what one does with a list, and the fields of its rows', () => {
    expect(at('kills.')).toContain('exists(x, )');
    expect(at('kills[0].vic')).toEqual(['victim', 'victimOwner']);
    expect(at('entries.exists(e, kills.exists(k, k.vic')).toEqual(['victim', 'victimOwner']);
    expect(at('entries.exists(e, kills.exists(k, e.ver')).toEqual(['verb']);
    expect(at('after(kills[0].seq).exists(e, e.ver')).toEqual(['verb']);
    expect(at('commit(3).ram')).toEqual(['ramKb']);
  });

  it('is quiet inside a text, and puts the caret into the brackets', () => {
    expect(at('entries.exists(e, e.verb == "ki')).toEqual([]);
    expect(withSuggestion('kills.ex', 8, { from: 6, insert: 'exists(x, )' })).toEqual({
      text: 'kills.exists(x, )',
      caret: 16,
    });
    expect(withSuggestion('ki > 0', 2, { from: 0, insert: 'kills' })).toEqual({ text: 'kills > 0', caret: 5 });
  });
});
