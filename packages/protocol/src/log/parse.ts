import type { z } from 'zod';
import { type WireEntry, WireEntrySchema } from '../entry.ts';
import { LIMITS } from '../limits.ts';
import { type LogEnd, LogEndSchema, type LogHeader, LogHeaderSchema } from './format.ts';

export type LogLine =
  | { kind: 'header'; header: LogHeader }
  | { kind: 'entry'; entry: WireEntry }
  | { kind: 'end'; end: LogEnd };
/** The fault in one line; `entry` is the entry's number if it can still be read. */
export type LineProblem = { line: number; entry?: number; message: string };
export type ParsedLine = { ok: true; value: LogLine } | { ok: false; problem: LineProblem };
export type ParsedLog =
  | { ok: true; header: LogHeader; entries: WireEntry[]; end: LogEnd | null }
  | { ok: false; problem: LineProblem };

/** Reads line `line` (1-based) of an exported log. Line 1 must be the header, no other may. */
export function parseLogLine(text: string, line: number): ParsedLine {
  if (text.length > LIMITS.logLineLength) return bad(line, 'the line is too long');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return bad(line, text.trim() === '' ? 'the line is empty' : 'the line is not JSON');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return bad(line, 'the line is not a JSON object');
  if (line === 1) {
    const header = LogHeaderSchema.safeParse(json);
    return header.success
      ? { ok: true, value: { kind: 'header', header: header.data } }
      : bad(line, headerFault(json, header.error));
  }
  if ('end' in json) {
    const end = LogEndSchema.safeParse(json);
    return end.success
      ? { ok: true, value: { kind: 'end', end: end.data } }
      : bad(line, `end line: ${firstFault(end.error)}`);
  }
  const entry = WireEntrySchema.safeParse(json);
  if (entry.success) return { ok: true, value: { kind: 'entry', entry: entry.data } };
  const seq = 'seq' in json && Number.isSafeInteger(json.seq) ? (json.seq as number) : undefined;
  return { ok: false, problem: { line, entry: seq, message: firstFault(entry.error) } };
}

/** Reads a whole exported log without checking its hashes (see `verifyLog`). `end` is null where the log was cut off. */
export function parseLog(text: string): ParsedLog {
  let header: LogHeader | null = null;
  let end: LogEnd | null = null;
  const entries: WireEntry[] = [];
  const lines = splitLines(text);
  for (const [index, lineText] of lines.entries()) {
    const line = index + 1;
    if (end) return bad(line, 'the log goes on after its end line');
    const parsed = parseLogLine(lineText, line);
    if (!parsed.ok) return parsed;
    if (parsed.value.kind === 'header') header = parsed.value.header;
    else if (parsed.value.kind === 'end') end = parsed.value.end;
    else entries.push(parsed.value.entry);
  }
  return header ? { ok: true, header, entries, end } : bad(1, 'the log is empty');
}

/** A log's lines; the line break after the last is not a line of its own. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function headerFault(json: object, error: z.ZodError): string {
  const isLog = 'format' in json && json.format === 'overcommit-log';
  if (!isLog) return 'this is not an Overcommit log: line 1 must be its header';
  if ('version' in json && json.version !== 1) return `log version ${String(json.version)} is not known here`;
  return `header: ${firstFault(error)}`;
}

function firstFault(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'not readable';
  return issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message;
}

function bad(line: number, message: string): { ok: false; problem: LineProblem } {
  return { ok: false, problem: { line, message } };
}
