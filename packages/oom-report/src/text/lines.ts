/** A text as the kernel's messages: prefixes gone, wrapped lines joined again. */
import { kindOf, type LineKind } from './kinds.ts';
import { unpacked, withoutMarkup } from './markup.ts';
import { type Stripped, stripped } from './prefix.ts';

export type LogLine = Stripped & {
  kind: LineKind;
  /** From 1. */
  number: number;
  /** Characters of the line as it was. */
  width: number;
};

/** Longer lines are cut: no message of the kernel comes near. */
const MOST_LENGTH = 8192;
/** Share of lines with a prefix in a text whose messages all have one; the others are the rest of broken lines. */
const LEAST_PREFIXED = 0.3;
/** Physical lines that one message may be broken into. */
const MOST_JOINED = 12;

/** Lines from which the layout is seen. */
const SAMPLE = 4000;

/** Calls `take` with every message of the text, in order; a message is whole when it is taken. Time grows with the length only. */
export function eachLine(text: string, take: (line: LogLine) => void): void {
  const whole = withoutMarkup(text).split('\n');
  const sample: LogLine[] = [];
  for (let at = 0; at < whole.length && sample.length < SAMPLE; at += 1)
    eachPart(whole, at, (line) => sample.push(line));
  const counted = sample.filter(({ message }) => message.trim() !== '');
  const prefixed = counted.filter((line) => line.isPrefixed).length;
  const join = joiner({ hasPrefixes: prefixed >= counted.length * LEAST_PREFIXED, cutAt: cutWidth(sample) }, take);
  for (let at = 0; at < whole.length; at += 1) eachPart(whole, at, join.add);
  join.end();
}

/** The lines of one physical line: several, if it holds them as one text. */
function eachPart(whole: readonly string[], at: number, take: (line: LogLine) => void): void {
  const line = whole[at] as string;
  const text = unpacked(line.length > MOST_LENGTH * 32 ? line.slice(0, MOST_LENGTH * 32) : line);
  for (const part of text.includes('\n') ? text.split('\n') : [text])
    takePart(part.length > MOST_LENGTH ? part.slice(0, MOST_LENGTH) : part, at + 1, take);
}

/** A time in the middle of a line: a console wrote the next message before the end of this one, or after a prompt. */
const TIME_INSIDE = /\[\s{0,6}\d{1,7}\.\d{6}\]/;

function takePart(text: string, number: number, take: (line: LogLine) => void): void {
  let line = lineOf(text, number);
  for (let at = insideOf(line); at > 0; at = insideOf(line)) {
    const message = line.message.slice(0, at);
    take({ ...line, message, kind: kindOf(message) });
    line = { ...lineOf(line.message.slice(at), number), width: text.length };
  }
  take(line);
}

function insideOf({ message }: LogLine): number {
  return message.includes('.') ? message.search(TIME_INSIDE) : -1;
}

function lineOf(text: string, number: number): LogLine {
  const { message, stamp, seconds, caller, isPrefixed } = stripped(text);
  return { message, stamp, seconds, caller, isPrefixed, kind: kindOf(message), number, width: text.length };
}

/** How the lines of a text are broken. `cutAt`: a terminal cut them at this width, also inside words; 0 = not so. */
type Layout = { hasPrefixes: boolean; cutAt: number };

/** A terminal's width is that of nearly every line that goes on below, and no line is longer. */
function cutWidth(lines: readonly LogLine[]): number {
  const widest = lines.reduce((most, { width }) => Math.max(most, width), 0);
  const isRest = (line: LogLine | undefined): boolean =>
    line !== undefined && !line.isPrefixed && line.kind === 'other' && line.width > 0;
  const broken = lines.filter((_, at) => isRest(lines[at + 1]));
  const atWidest = broken.filter(({ width }) => width === widest).length;
  return widest >= 40 && atWidest >= 2 && atWidest * 2 > broken.length ? widest : 0;
}

/** Joins what a mail program, a terminal or a page broke. */
function joiner(layout: Layout, take: (line: LogLine) => void): { add: (line: LogLine) => void; end: () => void } {
  let pending: LogLine | null = null;
  let parts = 0;
  const add = (line: LogLine): void => {
    if (pending !== null && parts < MOST_JOINED && belongsTo(pending, line, layout)) {
      append(pending, line, layout);
      parts += 1;
      return;
    }
    if (pending !== null && isRepeated(pending, line)) return;
    if (pending !== null) take(pending);
    pending = line;
    parts = 1;
  };
  return { add, end: () => pending !== null && take(pending) };
}

/** Two loggers wrote the same line. */
function isRepeated(before: LogLine, line: LogLine): boolean {
  return (
    line.seconds !== null && line.seconds === before.seconds && line.message !== '' && line.message === before.message
  );
}

function append(pending: LogLine, line: LogLine, { cutAt }: Layout): void {
  const isMark = MARK.test(line.message);
  const isCut = cutAt > 0 && pending.width === cutAt;
  const text = isMark ? line.message.replace(MARK, '') : line.message;
  const isName = pending.kind === 'row' && rowIsWhole(pending.message);
  const isJoint = isMark || isCut || isName || /\s$/.test(pending.message) || /^\s/.test(text);
  pending.message = `${isName ? pending.message.trimEnd() : pending.message}${isJoint ? '' : ' '}${text}`;
  pending.width = line.width;
  // A message whose first words were broken shows its kind only when it is whole.
  if (pending.kind === 'other' || pending.kind === 'begin') pending.kind = kindOf(pending.message);
}

/** A mark that some programs put before the rest of a line. */
const MARK = /^\s*↪\s?/;
const WORTH_JOINING: readonly LineKind[] = ['trigger', 'constraint', 'choice', 'kill', 'group', 'end', 'cpu'];

function belongsTo(pending: LogLine, line: LogLine, { hasPrefixes, cutAt }: Layout): boolean {
  if (MARK.test(line.message)) return true;
  if (line.isPrefixed || line.message.trim() === '' || line.kind !== 'other') return false;
  if (cutAt > 0 && pending.width === cutAt) return true;
  if (pending.kind === 'row') return continuesRow(pending.message, line.message, hasPrefixes);
  if (pending.kind === 'other' || pending.kind === 'begin') {
    if (!hasPrefixes && !/\b(?:invoked|process|memory:)$/i.test(pending.message.trimEnd())) return false;
    return WORTH_JOINING.includes(kindOf(`${pending.message} ${line.message}`));
  }
  return hasPrefixes || isUnfinished(pending) || continuesSizes(line.message);
}

/** Whether a message that is written without line ends lacks its end. */
function isUnfinished({ kind, message }: LogLine): boolean {
  const text = message.trimEnd();
  switch (kind) {
    case 'trigger':
      return !/adj\s*=\s*-?\d+/.test(text);
    case 'cpu':
      return !/#\d+/.test(text);
    case 'header':
      return !/name$/.test(text);
    case 'constraint':
      return !/uid=\d+$/.test(text);
    case 'kill':
      return /[,(]$/.test(text) || /process \d+$/.test(text);
    default:
      return /,$/.test(text);
  }
}

/** The sizes of a killed process on a line of their own. */
function continuesSizes(message: string): boolean {
  return /^\s*(?:total-vm:|anon-rss:|file-rss:|shmem-rss:|UID:|pgtables:|oom_score_adj[:=]|order=)/.test(message);
}

const ROW_FIGURES = /^\s*\[\s*\d+\](?:\s+-?\d+){6,10}\s+\S/;

function rowIsWhole(message: string): boolean {
  return ROW_FIGURES.test(message) && /[^\d\s-]\S*\s*$/.test(message);
}

function continuesRow(row: string, rest: string, hasPrefixes: boolean): boolean {
  const text = rest.trim();
  if (!rowIsWhole(row))
    return /^-?\d+(?:\s+-?\d+){0,9}(?:\s+\S.{0,20})?$/.test(text) || (/\d\s*$/.test(row) && text.length <= 16);
  if (!hasPrefixes || /\s/.test(text)) return false;
  const name = /(\S+)\s*$/.exec(row)?.[1] ?? '';
  return name.length + text.length <= 15;
}
