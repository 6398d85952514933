import { parseScript } from '@overcommit/engine';
import { count } from '@overcommit/reading';
import { type Outcome, refusalOf } from '../outcome.ts';

/** A script that is sent line by line. `at`: commands done. */
export type Script = {
  name: string;
  steps: readonly { line: number; text: string }[];
  at: number;
  phase: 'ready' | 'running' | 'stopped' | 'done' | 'unreadable';
  /** Why it stopped, or a warning before it begins. */
  note: string | null;
};

export const SCRIPT_BOUNDS = { bytes: 64 * 1024, commands: 500 };

/** Parses a whole text before its first line is sent. */
export function readScript(name: string, text: string): Script {
  const unreadable = (note: string): Script => ({ name, steps: [], at: 0, phase: 'unreadable', note });
  if (text.length > SCRIPT_BOUNDS.bytes) return unreadable('It is longer than 64 KiB.');
  const parsed = parseScript(text);
  if (!parsed.ok) {
    const [first] = parsed.errors;
    const more = parsed.errors.length > 1 ? ` (and ${count(parsed.errors.length - 1, 'more fault')})` : '';
    return unreadable(`Line ${first?.line}: ${first?.message}${more}. Nothing was sent.`);
  }
  const steps = parsed.steps.map(({ line, text: command }) => ({ line, text: command }));
  if (steps.length === 0) return unreadable('There is no command in it.');
  if (steps.length > SCRIPT_BOUNDS.commands)
    return unreadable(`It has ${count(steps.length, 'command')}; at most ${SCRIPT_BOUNDS.commands} go at once.`);
  const hasHead = /^\s*#(mem|swap|policy|seed)\b/m.test(text);
  return {
    name,
    steps,
    at: 0,
    phase: 'ready',
    note: hasHead ? 'Its # lines are left out: this machine has its size and kernel already.' : null,
  };
}

export type ScriptPorts = {
  sendLine: (line: string) => Promise<Outcome>;
  isCancelled: () => boolean;
  /** Rests between two commands, to stay within one person's rate limit. */
  rest: () => Promise<void>;
  onChange: (script: Script) => void;
};

/** Sends the rest of a script, one command after the other's answer. Stops at the first that is not ok. */
export async function runScript(script: Script, { sendLine, isCancelled, rest, onChange }: ScriptPorts): Promise<void> {
  let now: Script = { ...script, phase: 'running', note: null };
  onChange(now);
  while (now.at < now.steps.length) {
    const step = now.steps[now.at];
    if (!step) break;
    if (isCancelled()) return onChange({ ...now, phase: 'stopped', note: `Stopped by you before line ${step.line}.` });
    const outcome = await sendLine(step.text);
    const refusal = refusalOf(outcome);
    // "Go on" repeats a line that was rejected or not executed, but not one that the kernel answered.
    now = { ...now, at: outcome.kind === 'answered' ? now.at + 1 : now.at };
    if (refusal !== null)
      return onChange({ ...now, phase: 'stopped', note: `Line ${step.line}, ${step.text}: ${refusal}` });
    onChange(now);
    if (now.at < now.steps.length) await rest();
  }
  onChange({ ...now, phase: 'done', note: null });
}
