import { helpFor, VERBS } from '@overcommit/engine';
import { entryNumber, type ShellEntry, upTo } from '@overcommit/reading';
import { type Outcome, refusalOf } from '../outcome.ts';
import type { People } from '../people.ts';
import type { Snapshot } from '../snapshot.ts';

export type ShellTone = 'command' | 'plain' | 'warn' | 'kill';
export type ShellLine = {
  key: string;
  text: string;
  tone: ShellTone;
  who?: string | null;
  isPending?: boolean;
  /** It may still change its place or its words: its entry is not there yet. */
  isLoose?: boolean;
};
/** What was typed here and has no entry (yet): shown after entry `afterSeq`. */
export type Typed = {
  id: number;
  line: string;
  afterSeq: number;
  state: 'pending' | 'told' | 'answered';
  texts: string[];
  tone: ShellTone /** Its entry, once known. */;
  seq: number | null;
};

const MOST_LINES = 400;

/** Whose commands are shown. The platform's own never are. */
export type ShellScope = 'everyone' | 'mine';

/** The shell's text: commands with their answers, others' under their names, the kernel's words in between. */
export function shellLines({
  snapshot,
  people,
  actor,
  typed,
  scope = 'everyone',
}: {
  snapshot: Snapshot;
  people: People;
  actor: string | null;
  typed: Typed[];
  scope?: ShellScope;
}): ShellLine[] {
  const entries = upTo(snapshot.history.shell, snapshot.seq).slice(-MOST_LINES);
  const lines: ShellLine[] = [];
  const rest = typed.filter((t) => t.seq === null || t.seq > snapshot.seq);
  let next = 0;
  const flush = (before: number) => {
    for (; next < rest.length && (rest[next] as Typed).afterSeq < before; next++)
      lines.push(...typedLines(rest[next] as Typed));
  };
  for (const entry of entries) {
    const own = entryLines(entry, { people, actor, scope });
    if (own.length === 0) continue;
    flush(entry.seq);
    lines.push(...own);
  }
  flush(Number.POSITIVE_INFINITY);
  return lines;
}

function entryLines(
  entry: ShellEntry,
  { people, actor, scope }: { people: People; actor: string | null; scope: ShellScope },
): ShellLine[] {
  const lines: ShellLine[] = [];
  const isMine = entry.actor === actor;
  const isShown = isMine || (scope === 'everyone' && entry.actor !== 'system');
  if (isShown) {
    lines.push({
      key: `${entry.seq}c`,
      text: entry.line,
      tone: 'command',
      who: isMine ? null : people.name(entry.actor),
    });
    lines.push({
      key: `${entry.seq}a`,
      tone: entry.isOk ? 'plain' : entry.result === 'killed' ? 'kill' : 'warn',
      text: [entry.result, entry.detail].filter(Boolean).join(', '),
    });
  }
  entry.kernelLines.forEach((text, i) => {
    lines.push({
      key: `${entry.seq}k${i}`,
      tone: entry.isKill ? 'kill' : 'plain',
      text: `kernel ${entryNumber(entry.seq)}: ${text}`,
    });
  });
  return lines;
}

function typedLines(t: Typed): ShellLine[] {
  const command: ShellLine = {
    key: `t${t.id}`,
    text: t.line,
    tone: 'command',
    who: null,
    isPending: t.state === 'pending',
    isLoose: t.state !== 'told',
  };
  return [command, ...t.texts.map((text, i): ShellLine => ({ key: `t${t.id}-${i}`, text, tone: t.tone }))];
}

/** What is left to show of a command once it was answered. */
export function answered(t: Typed, outcome: Outcome): Typed {
  if (outcome.kind === 'answered') return { ...t, state: 'answered', seq: outcome.seq };
  return { ...t, state: 'told', tone: 'warn', texts: [refusalOf(outcome) ?? ''] };
}

/** `help` and `help VERB` are answered by the page itself. Null: not such a line. */
export function helpLines(line: string): string[] | null {
  const [word, verb] = line.trim().split(/\s+/);
  if (word !== 'help') return null;
  if (verb) return helpFor(verb).split('\n');
  return [`Verbs: ${VERBS.join(' ')}`, 'help VERB tells more. Tab completes, ↑ and ↓ go through what you typed.'];
}
