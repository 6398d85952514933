import { type Death, entryNumber, type ShellEntry, upTo } from '@overcommit/reading';
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
  after = 0,
}: {
  snapshot: Snapshot;
  people: People;
  actor: string | null;
  typed: Typed[];
  scope?: ShellScope;
  /** Entries up to this one were cleared away. */
  after?: number;
}): ShellLine[] {
  const { history } = snapshot;
  const entries = upTo(history.shell, snapshot.seq)
    .slice(-MOST_LINES)
    .filter(({ seq }) => seq > after);
  const asTyped = new Map(typed.flatMap(({ seq, line }) => (seq === null ? [] : [[seq, line] as const])));
  const lines: ShellLine[] = [];
  const rest = typed.filter((t) => t.seq === null || t.seq > snapshot.seq);
  let next = 0;
  const flush = (before: number) => {
    for (; next < rest.length && (rest[next] as Typed).afterSeq < before; next++)
      lines.push(...typedLines(rest[next] as Typed));
  };
  for (const entry of entries) {
    const own = entryLines(entry, { people, actor, scope, deaths: history.deaths, line: asTyped.get(entry.seq) });
    if (own.length === 0) continue;
    flush(entry.seq);
    lines.push(...own);
  }
  flush(Number.POSITIVE_INFINITY);
  return lines;
}

function entryLines(
  entry: ShellEntry,
  {
    people,
    actor,
    scope,
    deaths,
    line,
  }: { people: People; actor: string | null; scope: ShellScope; deaths: readonly Death[]; line: string | undefined },
): ShellLine[] {
  const lines: ShellLine[] = [];
  const isMine = entry.actor === actor;
  const isShown = isMine || (scope === 'everyone' && entry.actor !== 'system');
  if (isShown) {
    lines.push({
      key: `${entry.seq}c`,
      text: line ?? entry.line,
      tone: 'command',
      who: isMine ? null : people.name(entry.actor),
    });
    lines.push({
      key: `${entry.seq}a`,
      tone: entry.isOk ? 'plain' : entry.result === 'killed' ? 'kill' : 'warn',
      text: [entry.result, entry.detail, deathWords(entry, deaths)].filter(Boolean).join(', '),
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

/** When and how a process ended that a line named in vain. */
function deathWords({ result, detail, seq }: ShellEntry, deaths: readonly Death[]): string | null {
  const name = result === 'ESRCH' ? /^no process (\S+)$/.exec(detail ?? '')?.[1] : undefined;
  const death = deaths.filter((one) => one.fact.process === name && one.seq < seq).at(-1);
  if (!death) return null;
  const how = death.fact.cause === 'oom-kill' ? 'was killed for memory' : 'ended';
  return `${name} ${how} at ${entryNumber(death.seq)}`;
}
