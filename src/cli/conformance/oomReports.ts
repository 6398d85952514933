/** Holds what is read from real OOM reports against the known answers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText, toWire } from '@overcommit/oom-report';
import type { OomReport } from '@overcommit/protocol';

/** One line of `answers.jsonl`. */
type Answer = {
  file: string;
  killer: string;
  kernel: string | null;
  era: string | null;
  constraint: string | null;
  invoked_by: string | null;
  gfp: string | null;
  order: number | null;
  total_ram_kb: number | null;
  swap_total_kb: number | null;
  swap_free_kb: number | null;
  cgroup_limit_kb: number | null;
  tasks: number;
  previous_victim?: { pid: number };
  victim: AnsweredVictim | null;
  killed_others: { pid: number }[];
  panic: boolean;
  computed?: { order: { pid: number; badness: number }[] };
  complete: boolean;
  what_is_missing: string | null;
};

type AnsweredVictim = {
  pid: number;
  name: string;
  score: number | null;
  total_vm_kb: number | null;
  anon_rss_kb: number | null;
  file_rss_kb: number | null;
  shmem_rss_kb: number | null;
  adj: number | null;
};

type Plain = string | number | boolean | null;
export type WrongField = { field: string; expected: Plain; found: Plain };
export type FileResult = { file: string; reports: number; fields: number; wrong: WrongField[] };

/** Every file of a folder with `answers.jsonl`. Of several events in a file, the one that fits its answer best counts. */
export function checkReports(dir: string): FileResult[] {
  const answers = readFileSync(join(dir, 'answers.jsonl'), 'utf8').trim().split('\n');
  return answers.map((line) => checkFile(dir, JSON.parse(line)));
}

function checkFile(dir: string, answer: Answer): FileResult {
  const reports = readText(readFileSync(join(dir, answer.file), 'utf8')).reports.map(toWire);
  const expected = expectedFields(answer);
  const compared = reports.map((report) => wrongFields(expected, foundFields(report)));
  const none: WrongField[] = Object.entries(expected).map(([field, value]) => ({
    field,
    expected: value,
    found: null,
  }));
  const wrong = compared.reduce((best, one) => (one.length < best.length ? one : best), none);
  return { file: answer.file, reports: reports.length, fields: Object.keys(expected).length, wrong };
}

function expectedFields(answer: Answer): Record<string, Plain> {
  const { victim } = answer;
  const first = answer.computed?.order[0];
  return {
    killer: answer.killer,
    kernel: answer.kernel,
    era: answer.era,
    constraint: answer.constraint,
    invokedBy: answer.invoked_by,
    gfp: answer.gfp,
    order: answer.order,
    totalRamKb: answer.total_ram_kb,
    swapTotalKb: answer.swap_total_kb,
    swapFreeKb: answer.swap_free_kb,
    groupLimitKb: answer.cgroup_limit_kb,
    tasks: answer.tasks,
    'victim.pid': victim?.pid ?? null,
    'victim.name': victim?.name ?? null,
    'victim.score': victim?.score ?? null,
    'victim.totalVmKb': victim?.total_vm_kb ?? null,
    'victim.anonRssKb': victim?.anon_rss_kb ?? null,
    'victim.fileRssKb': victim?.file_rss_kb ?? null,
    'victim.shmemRssKb': victim?.shmem_rss_kb ?? null,
    'victim.adj': victim?.adj ?? null,
    'previousVictim.pid': answer.previous_victim?.pid ?? null,
    alsoKilled: sorted(answer.killed_others.map(({ pid }) => pid)),
    isPanic: answer.panic,
    'chosenByFormula.pid': first?.pid ?? null,
    'chosenByFormula.points': first?.badness ?? null,
    isComplete: answer.complete,
    // What only a person can see is not compared: which rows were left out.
    missing: (answer.what_is_missing ?? '').replace(/(^|, )part of it: .*/, ''),
  };
}

function foundFields(report: OomReport): Record<string, Plain> {
  const { victim, previousVictim, alsoKilled, chosenByFormula, missing, ended: _, ...plain } = report;
  return {
    ...plain,
    ...Object.fromEntries(Object.entries(victim ?? {}).map(([name, value]) => [`victim.${name}`, value])),
    'previousVictim.pid': previousVictim?.pid ?? null,
    alsoKilled: sorted(alsoKilled),
    'chosenByFormula.pid': chosenByFormula?.pid ?? null,
    'chosenByFormula.points': chosenByFormula?.points ?? null,
    missing: missing.join(', '),
  };
}

function wrongFields(expected: Record<string, Plain>, found: Record<string, Plain>): WrongField[] {
  return Object.entries(expected)
    .map(([field, value]) => ({ field, expected: value, found: found[field] ?? null }))
    .filter((one) => one.expected !== one.found);
}

function sorted(pids: readonly number[]): string {
  return [...new Set(pids)].sort((a, b) => a - b).join(' ');
}

/** The table that `npm run conformance -- --reports` prints. */
export function reportsText(results: readonly FileResult[]): string {
  const rows = results.map(({ file, reports, fields, wrong }) => {
    const differences = wrong.map((one) => `${one.field}: answer ${one.expected}, found ${one.found}`).join('; ');
    return `${file.padEnd(40)} ${String(reports).padStart(6)}  ${fields - wrong.length} of ${fields}  ${differences}`.trimEnd();
  });
  const { right, all, whole } = sumOf(results);
  const sum = `${whole} of ${results.length} files whole; ${right} of ${all} fields, ${((right * 100) / (all || 1)).toFixed(2)} %`;
  return ['file                                     events  right     differences', ...rows, sum].join('\n');
}

export function sumOf(results: readonly FileResult[]): { right: number; all: number; whole: number } {
  const all = results.reduce((sum, { fields }) => sum + fields, 0);
  const wrong = results.reduce((sum, one) => sum + one.wrong.length, 0);
  return { right: all - wrong, all, whole: results.filter((one) => one.wrong.length === 0).length };
}
