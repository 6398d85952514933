import { helpFor, memoryText, type ProcessView, procFile, VERBS } from '@overcommit/engine';
import { mibFigure, upTo } from '@overcommit/reading';
import { distance } from 'fastest-levenshtein';
import type { People } from '../people.ts';
import { filesOf, look } from '../procFiles.ts';
import type { Snapshot } from '../snapshot.ts';

/** What the page answers by itself: words that a student tries in a shell. Nothing is sent, and no entry is made. */
export type Comfort = { kind: 'told'; texts: string[] } | { kind: 'clear' };

const WORDS = ['help', 'man', 'ls', 'ps', 'top', 'free', 'cat', 'dmesg', 'swap', 'lsps', 'clear'] as const;
const HELP = [
  `Commands: ${VERBS.join(' ')}`,
  'help COMMAND tells more. Tab completes, ↑ and ↓ go through what you typed.',
  'To look around: ps, top, free, ls, cat /proc/…, dmesg, clear.',
];

/** Null: not such a line, the machine gets it. */
export function comfortFor(line: string, snapshot: Snapshot, people: People): Comfort | null {
  const [word = '', ...rest] = line.trim().split(/\s+/);
  if (word === 'clear') return { kind: 'clear' };
  const texts = textsFor(word, rest, { snapshot, people });
  return texts && { kind: 'told', texts };
}

type At = { snapshot: Snapshot; people: People };

function textsFor(word: string, rest: readonly string[], at: At): string[] | null {
  const { snapshot } = at;
  if (word === 'help' || word === 'man') return rest[0] ? helpFor(rest[0]).split('\n') : HELP;
  if (word === 'ps') return processLines(snapshot.processes, at.people);
  if (word === 'top') {
    const bySize = [...snapshot.processes].sort((a, b) => b.rssPages - a.rssPages);
    return [...freeLines(snapshot), ...processLines(bySize, at.people)];
  }
  if (word === 'free') return freeLines(snapshot);
  if (word === 'ls') return listLines(snapshot, rest[0]);
  if (word === 'cat') return catLines(snapshot, rest[0]);
  if (word === 'dmesg') return catLines(snapshot, 'dmesg');
  if (word === 'swap' || word === 'lsps') return reportLines(snapshot, [word, ...rest].join(' '));
  return isVerb(word) ? null : nearWords(word);
}

const isVerb = (word: string): boolean => (VERBS as readonly string[]).includes(word);

/** A word close to one that only the page knows; the machine suggests its own commands. */
function nearWords(word: string): string[] | null {
  const near = WORDS.find((known) => known.length > 2 && distance(word, known) <= 2 && word[0] === known[0]);
  const isNearVerb = VERBS.some((verb) => distance(word, verb) <= 1);
  return near && !isNearVerb ? [`\`${word.slice(0, 40)}\` is not a command. Did you mean \`${near}\`?`] : null;
}

const cell = (text: string, width: number): string => text.slice(0, width).padEnd(width);
const figure = (pages: number): string => mibFigure(pages).padStart(8);

function processLines(processes: readonly ProcessView[], people: People): string[] {
  if (processes.length === 0) return ['No process runs yet. Start one: spawn db'];
  return [
    `${cell('PID', 5)} ${cell('USER', 10)} ${'VSZ MiB'.padStart(8)} ${'RSS MiB'.padStart(8)}  NAME`,
    ...processes.map(
      (p) =>
        `${cell(String(p.pid), 5)} ${cell(p.owner ? people.name(p.owner) : 'root', 10)} ${figure(p.vszPages)} ${figure(p.rssPages)}  ${p.name}`,
    ),
  ];
}

function freeLines({ commit }: Snapshot): string[] {
  const { ramPages, freePages, swapTotalPages, swapUsedPages } = commit;
  const row = (name: string, total: number, used: number) =>
    `${cell(name, 6)} ${figure(total)} ${figure(used)} ${figure(total - used)}`;
  return [
    `${cell('MiB', 6)} ${'total'.padStart(8)} ${'used'.padStart(8)} ${'free'.padStart(8)}`,
    row('Mem:', ramPages, ramPages - freePages),
    row('Swap:', swapTotalPages, swapUsedPages),
  ];
}

function listLines(snapshot: Snapshot, path: string | undefined): string[] {
  const files = filesOf(snapshot.machine.spec.policy);
  if (files.length === 0) return [`This system has no /proc of Linux. It has: ${memoryText(snapshot.machine).source}`];
  const pid = /^\/proc\/(\d+)\/?$/.exec(path ?? '')?.[1];
  if (pid !== undefined) return [shownFiles(snapshot).join('  ')];
  return [['/proc/meminfo', ...snapshot.processes.map((p) => `/proc/${p.pid}`)].join('  ')];
}

/** While a question is open, what answers it is not shown. */
const shownFiles = ({ machine, isHeld }: Snapshot): string[] =>
  filesOf(machine.spec.policy).filter((file) => !isHeld || file !== 'oom_score');

function catLines(snapshot: Snapshot, path: string | undefined): string[] {
  const { machine, history, seq } = snapshot;
  const lines = (text: string) => text.trimEnd().split('\n');
  if (path === 'dmesg') {
    const said = look({ kind: 'messages' }, machine, upTo(history.reports, seq)).text;
    return said === '' ? ['The kernel has said nothing yet.'] : lines(said);
  }
  if (path === undefined) return ['cat what? Try: cat /proc/meminfo'];
  if (path === '/proc/meminfo' && filesOf(machine.spec.policy).length > 0) return lines(memoryText(machine).text);
  const [, name = '', file = ''] = /^\/proc\/([^/]+)\/(\w+)$/.exec(path) ?? [];
  const process = snapshot.processes.find((p) => String(p.pid) === name || p.name === name);
  const known = shownFiles(snapshot).find((one) => one === file);
  if (process && known) return lines(procFile(machine, process.pid, known as Parameters<typeof procFile>[2]));
  return [`cat: ${path}: no such file. ls shows what there is.`];
}

function reportLines({ machine }: Snapshot, line: string): string[] {
  const { source, text } = memoryText(machine);
  if (line === source) return text.trimEnd().split('\n');
  return [`This system has no \`${line}\`. It has: ${source.startsWith('/') ? `cat ${source}` : source}`];
}
