import { PREDICATE_NAMES, type PredicateName } from '@overcommit/coursework';

export type Suggestion = { insert: string; what: string };
/** `from`: where the word begins that a suggestion replaces. */
export type Suggestions = { from: number; options: Suggestion[] };

const NONE: Suggestions = { from: 0, options: [] };
const MACROS: Suggestion[] = [
  { insert: 'exists(x, )', what: 'true for one of the rows at least' },
  { insert: 'all(x, )', what: 'true for each of the rows' },
  { insert: 'filter(x, )', what: 'the rows for which it is true' },
  { insert: 'map(x, )', what: 'something of each row' },
  { insert: 'size()', what: 'how many rows' },
];

const named = (name: string): PredicateName | undefined => PREDICATE_NAMES.find((one) => one.name === name);

/** The name whose rows a variable of exists, all, filter or map stands for: the nearest one before it. */
function rowsOf(variable: string, before: string): PredicateName | undefined {
  const macros = /([A-Za-z]+)(?:\([^()]*\))?\s*\.\s*(?:exists|exists_one|all|filter|map)\(\s*(\w+)\s*,/g;
  return [...before.matchAll(macros)].flatMap(([, list = '', name]) => (name === variable ? [named(list)] : [])).at(-1);
}

const startingWith = (options: readonly Suggestion[], start: string): Suggestion[] =>
  options.filter(({ insert }) => insert.toLowerCase().startsWith(start.toLowerCase()) && insert !== start);

/** What may stand at the caret: a name, a field of the row before the dot, or what one does with a list. */
export function suggestionsAt(text: string, caret: number, scope: 'group' | 'member'): Suggestions {
  const before = text.slice(0, caret);
  const quotes = before.match(/"/g)?.length ?? 0;
  if (quotes % 2 === 1) return NONE;
  const field = /(\w+)((?:\([^()]*\))?(?:\[[^[\]]*\])?)\.(\w*)$/.exec(before);
  if (field) {
    const [, base = '', rest = '', start = ''] = field;
    const name = named(base) ?? rowsOf(base, before.slice(0, field.index));
    if (!name) return NONE;
    const isList = name.kind === 'rows' && name.name === base && !rest.endsWith(']');
    const fields = Object.entries(name.fields).map(([insert, what]) => ({ insert, what }));
    return { from: caret - start.length, options: startingWith(isList ? MACROS : fields, start) };
  }
  const [word = ''] = /[A-Za-z_]\w*$/.exec(before) ?? [''];
  if (word === '' && /[\w)\]]\s*$/.test(before)) return NONE;
  const names = PREDICATE_NAMES.filter(({ isOfMember }) => scope === 'member' || !isOfMember);
  const options = names.map(({ name, what, isFunction }) => ({ insert: isFunction ? `${name}()` : name, what }));
  return { from: caret - word.length, options: startingWith(options, word) };
}

/** The text with a suggestion in it, and the caret after it: inside its brackets, where there are some. */
export function withSuggestion(
  text: string,
  caret: number,
  { from, insert }: { from: number; insert: string },
): { text: string; caret: number } {
  const inside = insert.endsWith(')') && insert !== 'size()' ? insert.length - 1 : insert.length;
  return { text: `${text.slice(0, from)}${insert}${text.slice(caret)}`, caret: from + inside };
}
