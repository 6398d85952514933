/** What `overcommit real` is given: a lab script, or the exported log of a machine. */
import { isPlatformVerb, type MachineSpec, parseScript, printCommand, RULE_SETTING } from '@overcommit/engine';
import { answerOf } from '@overcommit/reading';
import { readText } from '../files.ts';
import { readLog } from '../logs/readLog.ts';
import { InputError } from '../usage.ts';
import type { RealStep } from './scenario.ts';

export type Source = { spec: MachineSpec; steps: RealStep[]; notes: string[] };

/** Throws an InputError with the line and the reason. */
export function readSource(path: string): Source {
  const source = readText(path).trimStart().startsWith('{') ? fromLog(path) : fromScript(path);
  return withSettings(path, source);
}

/** A real kernel boots as it is: settings of the machine become its first lines, in both runs. */
function withSettings(path: string, { spec, steps, notes }: Source): Source {
  const settings = Object.entries(spec.settings);
  if (settings.some(([name]) => name === RULE_SETTING))
    throw new InputError(`${path}: a scoring rule of one's own exists only in the simulated machine`);
  const first = settings.map(([name, value]): RealStep => {
    const command = { verb: 'sysctl', name, value } as const;
    return { line: 0, text: printCommand(command), command };
  });
  return { spec: { ...spec, settings: {} }, steps: [...first, ...steps], notes };
}

function fromScript(path: string): Source {
  const script = parseScript(readText(path));
  if (!script.ok)
    throw new InputError(script.errors.map(({ line, message }) => `${path}:${line}: ${message}`).join('\n'));
  return { spec: script.spec, steps: script.steps, notes: [] };
}

/** The commands of a log, in order. What its kernel turned away since it was another's process is left out: here root does all. */
function fromLog(path: string): Source {
  const { header, entries } = readLog(path);
  const uids = new Map<string, number>();
  const steps: RealStep[] = [];
  let turnedAway = 0;
  for (const { seq, actor, command, facts } of entries) {
    if (command.verb === 'seat') uids.set(command.actor, command.uid);
    if (isPlatformVerb(command.verb)) continue;
    // A limit's EPERM has no words.
    const { result, detail } = answerOf({ command, facts });
    const isForeign = result === 'EPERM' && detail !== undefined;
    if (isForeign) turnedAway += 1;
    if (isForeign) continue;
    const own = command.verb === 'spawn' ? { ...command, uid: command.uid ?? uids.get(actor) ?? 0 } : command;
    steps.push({ line: seq, text: printCommand(own), command: own });
  }
  const notes = turnedAway > 0 ? [`${turnedAway} entries that were turned away (EPERM) are left out`] : [];
  return { spec: header.machine.spec, steps, notes };
}
