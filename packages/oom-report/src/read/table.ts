import type { OomTableEra } from '@overcommit/protocol';
import type { TaskRow } from '../types.ts';
import type { Draft } from './draft.ts';
import { compact } from './words.ts';

/** Columns after `[pid] uid tgid total_vm rss`, by the kind of table. `A-` is A before oom_score_adj (2.6.36). */
const COLUMNS = {
  'A-': ['cpu', 'oomAdj'],
  A: ['cpu', 'oomAdj', 'oomScoreAdj'],
  B: ['ptes', 'swapPages', 'oomScoreAdj'],
  C: ['ptes', 'pmds', 'swapPages', 'oomScoreAdj'],
  D: ['tableBytes', 'swapPages', 'oomScoreAdj'],
  E: ['anonPages', 'filePages', 'shmemPages', 'tableBytes', 'swapPages', 'oomScoreAdj'],
} as const;
type Style = keyof typeof COLUMNS;

/** The head of a table; it may be cut at the right. */
export function readHeader(draft: Draft, message: string): void {
  draft.section = 'table';
  draft.era = eraOf(styleOf(compact(message)));
}

function styleOf(head: string): Style | null {
  if (head.includes('rss_anon')) return 'E';
  if (head.includes('pgtables_byte')) return 'D';
  if (head.includes('nr_pmds')) return 'C';
  if (head.includes('nr_ptes')) return 'B';
  if (head.includes('oom_score_adj')) return 'A';
  return head.includes('oom_adj') || head.includes('rsscpu') ? 'A-' : null;
}

function eraOf(style: Style | null): OomTableEra | null {
  return style === 'A-' ? 'A' : style;
}

/** One row. A row that is cut is noted as missing. */
export function readRow(draft: Draft, message: string): void {
  const end = message.indexOf(']');
  const pid = Number(message.slice(message.indexOf('[') + 1, end));
  const words = message
    .slice(end + 1)
    .trim()
    .split(BLANKS);
  const style = styleOfRow(draft, words);
  draft.section = 'table';
  const row = style === null || draft.tasks.length >= MOST_TASKS ? null : rowOf(pid, words, style);
  if (row === null) {
    draft.hasRowsMissing = true;
    return;
  }
  draft.era ??= eraOf(style);
  draft.tasks.push(row);
}

/** More processes than a machine has by default (kernel.pid_max); a longer table is not from a real machine. */
const MOST_TASKS = 32_768;
const BLANKS = /\s+/;
const FIGURE = /^-?\d{1,16}$/;
/** uid, tgid, total_vm, rss. */
const COMMON = 4;

/** By the table's head; without one, by how many figures there are and what they may mean. */
function styleOfRow(draft: Draft, words: readonly string[]): Style | null {
  if (draft.era !== null && draft.era !== 'A') return draft.era;
  const end = words.findIndex((word) => !FIGURE.test(word));
  const count = (end < 0 ? words.length : end) - COMMON;
  if (draft.era === 'A') return count === 2 ? 'A-' : 'A';
  if (count >= 6) return 'E';
  if (count === 4) return 'C';
  if (count === 2) return 'A-';
  if (count !== 3) return null;
  const [first = 0, second = 0] = words.slice(COMMON).map(Number);
  if (first >= 1024 && first % 1024 === 0) return 'D';
  return second >= -17 && second < 0 ? 'A' : 'B';
}

function rowOf(pid: number, words: readonly string[], style: Style): TaskRow | null {
  const last = COMMON + COLUMNS[style].length;
  const name = words.length === last + 1 ? words[last] : words.slice(last).join(' ');
  if (!name) return null;
  for (let at = 0; at < last; at += 1) if (!FIGURE.test(words[at] as string)) return null;
  const row: TaskRow = {
    pid,
    uid: Number(words[0]),
    name,
    totalVmPages: Number(words[2]),
    rssPages: Number(words[3]),
    anonPages: null,
    filePages: null,
    shmemPages: null,
    tablePages: null,
    tableBytes: null,
    swapPages: null,
    oomAdj: null,
    oomScoreAdj: null,
  };
  for (const [at, column] of COLUMNS[style].entries()) setColumn(row, column, Number(words[COMMON + at]));
  return row;
}

function setColumn(row: TaskRow, column: (typeof COLUMNS)[Style][number], value: number): void {
  if (column === 'ptes' || column === 'pmds') row.tablePages = (row.tablePages ?? 0) + value;
  else if (column !== 'cpu') row[column] = value;
}
