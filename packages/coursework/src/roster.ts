import { CsvError, parse } from 'csv-parse/browser/esm/sync';

export type RosterLine = { line: number; name: string; email: string; group: string };
export type RosterProblem = { line: number; message: string };
export type ParsedRoster = { ok: true; people: RosterLine[] } | { ok: false; errors: RosterProblem[] };

const MAX_PEOPLE = 1000;
const MAX_ERRORS = 50;
const EMAIL = /^[^\s@,;<>"]{1,64}@[^\s@,;<>"]+\.[^\s@,;<>".]{2,63}$/;
const COLUMNS = ['name', 'email', 'group'] as const;
type ColumnName = (typeof COLUMNS)[number];

type Parsed = { record: string[]; info: { lines: number } };

/** `,` or `;`: what spreadsheets write depends on their country. */
function separatorOf(text: string): string {
  const head = text.split(/\r?\n/, 1)[0] ?? '';
  return head.includes(';') && !head.includes(',') ? ';' : ',';
}

function readLines(text: string): { ok: true; lines: Parsed[] } | { ok: false; errors: RosterProblem[] } {
  try {
    const options = { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, info: true } as const;
    const lines = parse(text, { ...options, delimiter: separatorOf(text) }) as unknown as Parsed[];
    return { ok: true, lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    return { ok: false, errors: [{ line, message: 'this is not valid CSV: is there a quote too many or too few?' }] };
  }
}

function columnsOf(
  head: readonly string[],
): { ok: true; at: Record<ColumnName, number> } | { ok: false; message: string } {
  const names = head.map((one) => one.toLowerCase());
  const unknown = names.filter((one) => !COLUMNS.includes(one as ColumnName));
  if (unknown.length > 0)
    return { ok: false, message: `unknown column “${unknown[0]}”; the columns are name, email, group` };
  if (new Set(names).size !== names.length) return { ok: false, message: 'a column stands twice' };
  const missing = (['name', 'email'] as const).filter((one) => !names.includes(one));
  if (missing.length > 0)
    return { ok: false, message: `the first line must name the columns; “${missing[0]}” is missing` };
  return {
    ok: true,
    at: { name: names.indexOf('name'), email: names.indexOf('email'), group: names.indexOf('group') },
  };
}

/** Control and bidirectional formatting characters: a name with them is a mistake or a trick. */
const isPlain = (text: string): boolean => !/[\p{Cc}\p{Cf}]/u.test(text);

function problemOf(person: RosterLine, cells: number, seen: Map<string, number>): string | null {
  if (cells > COLUMNS.length) return 'more cells than columns';
  if (person.name === '') return 'the name is missing';
  if (person.name.length > 80) return 'the name is longer than 80 characters';
  if (person.group.length > 60) return 'the group’s name is longer than 60 characters';
  if (!isPlain(person.name) || !isPlain(person.group)) return 'a name has characters that cannot be seen';
  if (!EMAIL.test(person.email) || person.email.length > 254) return `“${person.email}” is not an email address`;
  const before = seen.get(person.email);
  return before === undefined ? null : `${person.email} stands on line ${before} already`;
}

/**
 * A roster: a head line with `name,email` and perhaps `group`, in any order, then a person a line. Emails come out in small letters.
 * All or nothing: one wrong line, and the answer is the list of errors by line (1-based; a quoted cell may span several).
 */
export function parseRoster(text: string): ParsedRoster {
  const read = readLines(text);
  if (!read.ok) return read;
  const [head, ...rest] = read.lines;
  if (!head) return { ok: false, errors: [{ line: 1, message: 'the file is empty' }] };
  const columns = columnsOf(head.record);
  if (!columns.ok) return { ok: false, errors: [{ line: 1, message: columns.message }] };
  if (rest.length === 0) return { ok: false, errors: [{ line: 1, message: 'there is nobody below the head line' }] };
  if (rest.length > MAX_PEOPLE)
    return { ok: false, errors: [{ line: 1, message: `at most ${MAX_PEOPLE} people at once` }] };
  const seen = new Map<string, number>();
  const errors: RosterProblem[] = [];
  const people = rest.map(({ record, info }): RosterLine => {
    const text = (name: ColumnName) => record[columns.at[name]] ?? '';
    const person = { line: info.lines, name: text('name'), email: text('email').toLowerCase(), group: text('group') };
    const problem = problemOf(person, record.length, seen);
    if (problem !== null) errors.push({ line: info.lines, message: problem });
    if (!seen.has(person.email)) seen.set(person.email, info.lines);
    return person;
  });
  return errors.length > 0 ? { ok: false, errors: errors.slice(0, MAX_ERRORS) } : { ok: true, people };
}
