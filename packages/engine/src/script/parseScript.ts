import { bornNow } from '../boot.ts';
import type { Command } from '../commands.ts';
import { POLICY_IDS } from '../kernels/ids.ts';
import { readPolicy } from '../kernels/registry.ts';
import type { MachineSpec } from '../spec.ts';
import { opensLoop } from './loop.ts';
import { nearest, parseLine } from './parse.ts';
import { MACHINE_KB, parseSize } from './sizes.ts';
import { tokenize, withoutComment } from './tokens.ts';

/** `text` is the line as it stands in the script, without its comment; a loop over several lines is joined by `; `. */
export type ScriptStep = { line: number; text: string; command: Command };
export type ScriptError = { line: number; message: string };
export type ParsedScript = { ok: true; spec: MachineSpec; steps: ScriptStep[] } | { ok: false; errors: ScriptError[] };

export const DEFAULT_SPEC: MachineSpec = bornNow({
  memKb: 262_144,
  swapKb: 0,
  policy: 'linux-6.1',
  seed: 1,
  settings: {},
});
export const MAX_SCRIPT_LINES = 20_000;

type Reading = {
  spec: MachineSpec;
  seen: Set<string>;
  steps: ScriptStep[];
  errors: ScriptError[];
  loop: { line: number; parts: string[] } | null;
};

/** Reads a whole lab script; either all of it, or every error in it with its line number. */
export function parseScript(text: string): ParsedScript {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.length > MAX_SCRIPT_LINES) {
    return {
      ok: false,
      errors: [{ line: MAX_SCRIPT_LINES + 1, message: `a script has at most ${MAX_SCRIPT_LINES} lines` }],
    };
  }
  const reading: Reading = {
    spec: { ...DEFAULT_SPEC, settings: {} },
    seen: new Set(),
    steps: [],
    errors: [],
    loop: null,
  };
  for (const [index, line] of lines.entries()) readLine(reading, line, index + 1);
  if (reading.loop) reading.errors.push({ line: reading.loop.line, message: 'the loop that begins here has no `end`' });
  const { spec, steps, errors } = reading;
  return errors.length > 0 ? { ok: false, errors } : { ok: true, spec, steps };
}

function readLine(reading: Reading, line: string, number: number): void {
  const head = /^\s*#(mem|swap|policy|seed)(?:\s+(.*))?$/.exec(line);
  if (head) {
    readHead(reading, { key: head[1] ?? '', rest: head[2] ?? '', number });
    return;
  }
  const text = withoutComment(line).trim();
  if (text === '') return;
  if (reading.loop) {
    reading.loop.parts.push(text);
    if (text !== 'end') return;
    const { line: first, parts } = reading.loop;
    reading.loop = null;
    addStep(reading, { text: parts.join('; '), line: first });
    return;
  }
  if (opensLoop(tokenize(text)) && !text.includes(';')) reading.loop = { line: number, parts: [text] };
  else addStep(reading, { text, line: number });
}

function addStep(reading: Reading, { text, line }: { text: string; line: number }): void {
  const parsed = parseLine(text);
  if (parsed.ok) reading.steps.push({ line, text, command: parsed.command });
  else
    reading.errors.push({
      line,
      message: [parsed.rejection.message, parsed.rejection.hint].filter(Boolean).join('. '),
    });
}

function readHead(reading: Reading, { key, rest, number }: { key: string; rest: string; number: number }): void {
  const problem = headProblem(reading, key, rest);
  if (problem) reading.errors.push({ line: number, message: problem });
}

function headProblem(reading: Reading, key: string, rest: string): string | null {
  const [value, ...more] = tokenize(rest).map((token) => token.text);
  if (reading.steps.length > 0 || reading.loop) return `\`#${key}\` must stand before the first command`;
  if (reading.seen.has(key)) return `\`#${key}\` stands there twice`;
  reading.seen.add(key);
  if (value === undefined || more.length > 0) return `\`#${key}\` takes one value`;
  return applyHead(reading.spec, key, value);
}

/** Puts one head line's value into the spec; says what is wrong with it, if something is. */
function applyHead(spec: MachineSpec, key: string, value: string): string | null {
  if (key === 'policy') {
    const read = readPolicy(value);
    if (read.ok) {
      spec.policy = read.id;
      return null;
    }
    const near = nearest(value, POLICY_IDS);
    return near ? `${read.message} Did you mean \`${near}\`?` : read.message;
  }
  if (key === 'seed') {
    if (!/^\d{1,10}$/.test(value) || Number(value) > 0xffffffff)
      return `\`#seed\` takes a whole number from 0 to ${0xffffffff}`;
    spec.seed = Number(value);
    return null;
  }
  const parsed = parseSize(value);
  const kb = parsed.ok ? Math.floor(parsed.bytes / 1024) : -1;
  const least = key === 'mem' ? MACHINE_KB.leastRam : 0;
  if (kb < least || kb > MACHINE_KB.most)
    return `\`#${key}\` takes a size from ${least / 1024}M to 1024G, e.g. \`#${key} 256M\`; found \`${value}\``;
  if (key === 'mem') spec.memKb = kb;
  else spec.swapKb = kb;
  return null;
}
