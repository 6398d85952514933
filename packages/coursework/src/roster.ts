import { CsvError, parse } from 'csv-parse/browser/esm/sync';

/** `section` is there where the file has such a column. */
export type RosterLine = { line: number; name: string; email: string; group: string; section?: string };
export type RosterProblem = { line: number; message: string };
export type ParsedRoster = { ok: true; people: RosterLine[] } | { ok: false; errors: RosterProblem[] };
/** How the columns of a file are read; `unused` are those that say nothing here. */
export type RosterColumns = { used: { header: string; as: string }[]; unused: string[] };

const MAX_PEOPLE = 1000;
const MAX_ERRORS = 50;
const EMAIL = /^[^\s@,;<>"]{1,64}@[^\s@,;<>"]+\.[^\s@,;<>".]{2,63}$/;

type Meaning = 'name' | 'lastFirst' | 'first' | 'last' | 'email' | 'group' | 'section';

/** Headers of our own files and of exports of Canvas, Moodle and PrairieLearn, in small letters; of several the first counts. */
const HEADERS: Record<Meaning, readonly string[]> = {
  name: ['name', 'full name', 'display name', 'student name'],
  /** Canvas writes “Núñez, Ana”. */
  lastFirst: ['student'],
  first: ['first name', 'firstname', 'given name', 'forename'],
  last: ['last name', 'lastname', 'surname', 'family name'],
  email: ['email', 'e-mail', 'email address', 'e-mail address', 'mail', 'sis login id', 'login id', 'uid', 'username'],
  group: ['group', 'groups', 'group name', 'group_name', 'team'],
  section: ['section', 'sections'],
};
const MEANINGS = Object.keys(HEADERS) as Meaning[];

type Parsed = { record: string[]; info: { lines: number } };

/** `,`, `;` or a tab: what spreadsheets write depends on their country. The head line has it most often. */
function separatorOf(text: string): string {
  const head = text.split(/\r?\n/, 1)[0] ?? '';
  const count = (sign: string) => head.split(sign).length - 1;
  const [best = ','] = [',', ';', '\t'].sort((a, b) => count(b) - count(a));
  return best;
}

/** The line whose quote is never closed: from there on the number of quotes stays odd. */
function openQuoteIn(text: string): number | null {
  let openedAt: number | null = null;
  for (const [n, line] of text.split(/\r?\n/).entries()) {
    const isOdd = line.split('"').length % 2 === 0;
    if (isOdd) openedAt = openedAt === null ? n + 1 : null;
  }
  return openedAt;
}

function readLines(text: string): { ok: true; lines: Parsed[] } | { ok: false; errors: RosterProblem[] } {
  try {
    const options = { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, info: true } as const;
    const lines = parse(text, { ...options, delimiter: separatorOf(text) }) as unknown as Parsed[];
    return { ok: true, lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = openQuoteIn(text) ?? (typeof error.lines === 'number' ? error.lines : 1);
    return { ok: false, errors: [{ line, message: 'this is not valid CSV: is there a quote too many or too few?' }] };
  }
}

type Columns = { at: Partial<Record<Meaning, number>>; names: string[] };

function columnsOf(head: readonly string[]): { ok: true; columns: Columns } | { ok: false; message: string } {
  const names = head.map((one) => one.toLowerCase());
  const at: Columns['at'] = {};
  for (const meaning of MEANINGS) {
    const header = HEADERS[meaning].find((one) => names.includes(one));
    if (header !== undefined) at[meaning] = names.indexOf(header);
  }
  const known = names.filter((one) => MEANINGS.some((meaning) => HEADERS[meaning].includes(one)));
  if (new Set(known).size !== known.length) return { ok: false, message: 'a column stands twice' };
  const hasName = 'name' in at || 'lastFirst' in at || 'first' in at || 'last' in at;
  if (hasName && 'email' in at) return { ok: true, columns: { at, names: [...head] } };
  const unknown = names.find((one) => !known.includes(one));
  if (unknown !== undefined && !hasName)
    return { ok: false, message: `unknown column “${unknown}”; the columns are name, email, group` };
  const missing = hasName ? 'email' : 'name';
  return { ok: false, message: `the first line must name the columns; “${missing}” is missing` };
}

/** Control and bidirectional formatting characters: a name with them is a mistake or a trick. */
const isPlain = (text: string): boolean => !/[\p{Cc}\p{Cf}]/u.test(text);

type Line = { record: readonly string[]; columns: Columns };

function problemOf(person: RosterLine, { record, columns }: Line, seen: Map<string, number>): string | null {
  if (record.slice(columns.names.length).some((cell) => cell !== '')) return 'more cells than columns';
  if (person.name === '') return 'the name is missing';
  if (person.name.length > 80) return 'the name is longer than 80 characters';
  if (person.group.length > 60) return 'the group’s name is longer than 60 characters';
  if ((person.section ?? '').length > 60) return 'the section’s name is longer than 60 characters';
  if (![person.name, person.group, person.section ?? ''].every(isPlain))
    return 'a name has characters that cannot be seen';
  if (!EMAIL.test(person.email) || person.email.length > 254) return `“${person.email}” is not an email address`;
  const before = seen.get(person.email);
  return before === undefined ? null : `${person.email} stands on line ${before} already`;
}

/** “Núñez, Ana” → “Ana Núñez”; a name without a comma stays. */
function turned(name: string): string {
  const [last = '', first] = name.split(/\s*,\s*/, 2);
  return first ? `${first} ${last}` : name;
}

function personOf({ record, columns: { at } }: Line, line: number): RosterLine {
  const cell = (meaning: Meaning): string => (at[meaning] === undefined ? '' : (record[at[meaning]] ?? ''));
  const parts = `${cell('first')} ${cell('last')}`.trim();
  const name = cell('name') || turned(cell('lastFirst')) || parts;
  const person = { line, name, email: cell('email').toLowerCase(), group: cell('group') };
  return at.section === undefined ? person : { ...person, section: cell('section') };
}

/** The second line of a gradebook of Canvas says what the columns are out of. */
const isPointsLine = ({ record }: Parsed): boolean => record[0]?.toLowerCase() === 'points possible';

/** How the columns of a file are read; null where its head line cannot be. */
export function rosterColumns(text: string): RosterColumns | null {
  const read = readLines(text);
  const head = read.ok ? read.lines[0]?.record : undefined;
  const found = head ? columnsOf(head) : null;
  if (!found?.ok) return null;
  const { at, names } = found.columns;
  const hasName = at.name !== undefined;
  const meaningAt = (n: number) => MEANINGS.find((meaning) => at[meaning] === n);
  const words = (meaning: Meaning) =>
    meaning === 'lastFirst' || meaning === 'first' || meaning === 'last' ? 'name' : meaning;
  const used = names.flatMap((header, n) => {
    const meaning = meaningAt(n);
    const isSpare = hasName && (meaning === 'first' || meaning === 'last' || meaning === 'lastFirst');
    return meaning === undefined || isSpare ? [] : [{ header, as: words(meaning) }];
  });
  return { used, unused: names.filter((header) => !used.some((one) => one.header === header)) };
}

/**
 * A roster: a head line that names the columns, in any order, then a person a line. Emails come out in small letters.
 * All or nothing: one wrong line, and the answer is the list of errors by line (1-based; a quoted cell may span several).
 */
export function parseRoster(text: string): ParsedRoster {
  const read = readLines(text);
  if (!read.ok) return read;
  const [head, ...others] = read.lines;
  const rest = others.filter((line) => !isPointsLine(line));
  if (!head) return { ok: false, errors: [{ line: 1, message: 'the file is empty' }] };
  const found = columnsOf(head.record);
  if (!found.ok) return { ok: false, errors: [{ line: 1, message: found.message }] };
  if (rest.length === 0) return { ok: false, errors: [{ line: 1, message: 'there is nobody below the head line' }] };
  if (rest.length > MAX_PEOPLE)
    return { ok: false, errors: [{ line: 1, message: `at most ${MAX_PEOPLE} people at once` }] };
  const seen = new Map<string, number>();
  const errors: RosterProblem[] = [];
  const people = rest.map(({ record, info }): RosterLine => {
    const line = { record, columns: found.columns };
    const person = personOf(line, info.lines);
    const problem = problemOf(person, line, seen);
    if (problem !== null) errors.push({ line: info.lines, message: problem });
    if (!seen.has(person.email)) seen.set(person.email, info.lines);
    return person;
  });
  return errors.length > 0 ? { ok: false, errors: errors.slice(0, MAX_ERRORS) } : { ok: true, people };
}
