import type { Command } from '../commands.ts';
import { type AnyForm, rowOf } from './grammar.ts';

/** A command for people to read: the line that they would have typed; the platform's own commands have words instead. */
export function commandText(command: Command): string {
  if (command.verb === 'seat') return `take a ${command.role} seat`;
  if (command.verb === 'clock')
    return command.action === 'speed' ? `clock ${command.ticksPerSecond ?? 1}/s` : `clock ${command.action}`;
  if (command.verb === 'ask') return `ask: ${command.question}`;
  if (command.verb === 'seal') return 'answer, sealed';
  if (command.verb === 'close') return 'close the question';
  if (command.verb === 'reveal')
    return `reveal ${command.answers.length} ${command.answers.length === 1 ? 'answer' : 'answers'}`;
  return printCommand(command);
}

/**
 * A command as the line that `parseLine` reads back to the same command. Throws where no line says it (the platform's
 * own verbs, or fields that no form of the verb covers).
 */
export function printCommand(command: Command): string {
  if (command.verb === 'run') return printRun(command);
  const { verb, ...fields } = command as { verb: string } & Record<string, unknown>;
  const form = rowOf(verb)?.forms.find((candidate) => covers(candidate, fields));
  if (!form) throw new Error(`no line says this ${verb} command`);
  return [
    verb,
    ...Object.entries(form.args).map(([key, kind]) => kind.print(key === '...' ? fields : fields[key])),
  ].join(' ');
}

function covers(form: AnyForm, fields: Record<string, unknown>): boolean {
  const fixed = Object.entries(form.fixed ?? {});
  if (fixed.some(([key, value]) => fields[key] !== value)) return false;
  const said = new Set([...Object.keys(form.args), ...fixed.map(([key]) => key)]);
  const isEverythingSaid = Object.entries(fields).every(
    ([key, value]) => value === undefined || said.has(key) || said.has('...'),
  );
  return isEverythingSaid && Object.keys(form.args).every((key) => key === '...' || fields[key] !== undefined);
}

function printRun(command: Extract<Command, { verb: 'run' }>): string {
  if (command.program === 'loop') {
    return [
      `run ${command.process} repeat ${command.repeat ?? 1}`,
      ...(command.body ?? []).map(printCommand),
      'end',
    ].join('; ');
  }
  const settings = Object.entries(command.args).sort(([a], [b]) => (a < b ? -1 : 1));
  return ['run', command.process, command.program, ...settings.map(([key, value]) => `${key}=${value}`)].join(' ');
}
