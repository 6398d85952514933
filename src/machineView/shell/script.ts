import { parseScript } from '@overcommit/engine';
import { count } from '@overcommit/reading';
import { type Outcome, refusalOf } from '../outcome.ts';

/** A script on its way line by line. `at`: how many commands were done. */
export type Script = {
  name: string;
  steps: readonly { line: number; text: string }[];
  at: number;
  phase: 'ready' | 'running' | 'stopped' | 'done' | 'unreadable';
  /** What stopped it, or what is worth knowing before it begins. */
  note: string | null;
};

export const SCRIPT_BOUNDS = { bytes: 64 * 1024, commands: 500 };

/** Reads a pasted or uploaded text whole before a line of it is sent. */
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
  /** Rests between two commands, so that a script keeps within what one person may send a second. */
  rest: () => Promise<void>;
  onChange: (script: Script) => void;
};

/** Sends the rest of a script, each command once the one before it was answered; stops at the first that is not ok. */
export async function runScript(script: Script, { sendLine, isCancelled, rest, onChange }: ScriptPorts): Promise<void> {
  let now: Script = { ...script, phase: 'running', note: null };
  onChange(now);
  while (now.at < now.steps.length) {
    const step = now.steps[now.at];
    if (!step) break;
    if (isCancelled()) return onChange({ ...now, phase: 'stopped', note: `Stopped by you before line ${step.line}.` });
    const outcome = await sendLine(step.text);
    const refusal = refusalOf(outcome);
    // What was rejected or never carried out comes again with "go on"; what the kernel answered does not.
    now = { ...now, at: outcome.kind === 'answered' ? now.at + 1 : now.at };
    if (refusal !== null)
      return onChange({ ...now, phase: 'stopped', note: `Line ${step.line}, ${step.text}: ${refusal}` });
    onChange(now);
    if (now.at < now.steps.length) await rest();
  }
  onChange({ ...now, phase: 'done', note: null });
}
