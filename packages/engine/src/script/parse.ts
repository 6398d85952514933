import { closest, distance } from 'fastest-levenshtein';
import type { Command } from '../commands.ts';
import type { Rejection } from '../entry.ts';
import { type AnyForm, rowOf, usages, VERBS } from './grammar.ts';
import { MAX_BODY, type Misfit, NOT_IN_LOOP, opensLoop, readLoopHead, readProgram } from './loop.ts';
import { type Token, tokenize, withoutComment } from './tokens.ts';

export const MAX_LINE_LENGTH = 500;

export type ParsedLine = { ok: true; command: Command } | { ok: false; rejection: Rejection };

/**
 * Reads one line of the lab script language. Never throws: a line that cannot be read is a rejection that says what
 * was found, what is expected, and at which column. Loops may be written in one line: `run P repeat 3; …; end`.
 */
export function parseLine(line: string): ParsedLine {
  if (line.length > MAX_LINE_LENGTH) {
    return reject('TOO_LARGE', `the line has ${line.length} characters, at most ${MAX_LINE_LENGTH} fit`);
  }
  const tokens = tokenize(line);
  if (opensLoop(tokens)) return parseLoop(line);
  return parseTokens(tokens, { end: withoutComment(line).trimEnd().length + 1 });
}

function parseTokens(tokens: readonly Token[], { end }: { end: number }): ParsedLine {
  const [head, ...rest] = tokens;
  if (!head) return reject('BAD_LINE', 'nothing was typed', { hint: 'Type a command such as `spawn web`, or `help`.' });
  const row = rowOf(head.text);
  if (!row) return unknownVerb(head);
  const read = row.special ? readProgram(rest) : readForms(row.forms, rest);
  if ('expected' in read) return misfit(head.text, read, end);
  return { ok: true, command: { verb: head.text, ...read.fields } as Command };
}

/** The fields of the form that has as many words; a misfit tells of the first word that fits none. */
function readForms(forms: readonly AnyForm[], words: readonly Token[]): { fields: Record<string, unknown> } | Misfit {
  const form = forms.find((candidate) => Object.keys(candidate.args).length >= words.length) ?? forms.at(-1);
  if (!form) throw new Error('a verb without a form');
  const fields: Record<string, unknown> = { ...form.fixed };
  for (const [index, [key, kind]] of Object.entries(form.args).entries()) {
    const token = words[index];
    if (!token) return { token: null, expected: `${kind.label}, ${kind.expected}` };
    const parsed = kind.parse(token.text);
    if (!parsed.ok) return { token, expected: kind.expected, why: parsed.why, words: kind.words };
    if (key === '...') Object.assign(fields, parsed.value);
    else fields[key] = parsed.value;
  }
  const extra = words[Object.keys(form.args).length];
  return extra ? { token: extra, expected: 'nothing more' } : { fields };
}

function parseLoop(line: string): ParsedLine {
  const parts = splitAtSemicolons(withoutComment(line));
  const [opening, ...inner] = parts;
  const head = readLoopHead((opening?.tokens ?? []).slice(1));
  if ('expected' in head) return misfit('run', head, (opening?.end ?? 0) + 1);
  const closing = inner.pop();
  const isClosed = closing?.tokens.length === 1 && closing.tokens[0]?.text === 'end';
  if (!isClosed)
    return misfit(
      'run',
      { token: null, expected: '`; end` after the last command of the loop' },
      withoutComment(line).trimEnd().length + 1,
    );
  const body: Command[] = [];
  for (const { tokens, end } of inner) {
    const verb = tokens[0];
    if (verb && NOT_IN_LOOP.includes(verb.text))
      return misfit(
        'run',
        { token: verb, expected: 'another command', why: 'a loop cannot start programs or make time pass' },
        end,
      );
    const parsed = parseTokens(tokens, { end: end + 1 });
    if (!parsed.ok) return parsed;
    body.push(parsed.command);
  }
  if (body.length === 0) return reject('BAD_LINE', 'the loop is empty', exampleOf('run'));
  if (body.length > MAX_BODY)
    return reject('TOO_LARGE', `the loop has ${body.length} commands, at most ${MAX_BODY} fit`);
  return {
    ok: true,
    command: { verb: 'run', process: head.process, program: 'loop', args: {}, body, repeat: head.repeat },
  };
}

/** The parts of a line between semicolons, their words with columns of the whole line. */
function splitAtSemicolons(line: string): { tokens: Token[]; end: number }[] {
  let start = 0;
  return line.split(';').map((text) => {
    const first = start;
    start += text.length + 1;
    const tokens = tokenize(text).map((token) => ({ text: token.text, column: token.column + first }));
    return { tokens, end: first + text.trimEnd().length };
  });
}

function unknownVerb(head: Token): ParsedLine {
  const near = nearest(head.text.toLowerCase(), VERBS);
  return reject('UNKNOWN_VERB', `\`${shorten(head.text)}\` is not a command`, {
    hint: near ? `Did you mean \`${near}\`? Example: ${rowOf(near)?.example}` : 'Type `help` for the list of commands.',
    column: head.column,
  });
}

function misfit(verb: string, { token, expected, why, words }: Misfit, end: number): ParsedLine {
  const column = token?.column ?? end;
  const found = token ? `found \`${shorten(token.text)}\`` : 'the line ends';
  const reason = why ? ` (${why})` : '';
  const near = token && words ? nearest(token.text, words) : null;
  const hint = `${near ? `Did you mean \`${near}\`? ` : ''}${exampleOf(verb).hint}`;
  return reject('BAD_LINE', `column ${column}: ${found}${reason}, expected ${expected}`, { hint, column });
}

function exampleOf(verb: string): { hint: string } {
  return { hint: `Example: ${rowOf(verb)?.example} · ${usages(verb).join(' · ')}` };
}

function reject(code: Rejection['code'], message: string, more: { hint?: string; column?: number } = {}): ParsedLine {
  return { ok: false, rejection: { code, message, ...more } };
}

/** The nearest of some words, if it is near enough to be what was meant. */
export function nearest(word: string, words: readonly string[]): string | null {
  if (words.length === 0 || word.length > 40) return null;
  const near = closest(word, words);
  const isNear = distance(word, near) <= Math.min(2, word.length - 1) || (word.length > 1 && near.startsWith(word));
  return isNear ? near : null;
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
