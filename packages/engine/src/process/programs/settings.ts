import type { ProgramName } from '../../commands.ts';
import type { Rejection } from '../../entry.ts';
import { parseSize, printSize } from '../../script/sizes.ts';
import type { Parameter, RunCommand } from './program.ts';
import { PROGRAM_KINDS } from './registry.ts';

type Read = { ok: true; args: Record<string, number> } | { ok: false; rejection: Rejection };

/** [PG-2] The settings of a `run` line with the usual values for what it leaves out, or in words what is wrong with them. */
export function readSettings({ program, args: typed }: Pick<RunCommand, 'program' | 'args'>): Read {
  const { parameters } = PROGRAM_KINDS[program];
  const args = Object.fromEntries(Object.entries(parameters).map(([name, { usual }]) => [name, usual]));
  for (const [name, text] of Object.entries(typed)) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (!parameter) return refused(program, `\`${program}\` has no setting \`${name}\``);
    const value = readValue(parameter, text);
    if (value === null) return refused(program, `\`${name}=${text}\`: \`${name}\` is ${rangeOf(parameter)}`);
    args[name] = value;
  }
  return { ok: true, args };
}

function refused(program: ProgramName, message: string): Read {
  return { ok: false, rejection: { code: 'BAD_LINE', message, hint: settingsOf(program) } };
}

/** What a program may be told, e.g. "`cache` takes size=64M step=4M reads=1M". */
export function settingsOf(program: ProgramName): string {
  const usual = Object.entries(PROGRAM_KINDS[program].parameters).map(
    ([name, parameter]) => `${name}=${printValue(parameter, parameter.usual)}`,
  );
  return usual.length === 0 ? `\`${program}\` takes no settings.` : `\`${program}\` takes ${usual.join(' ')}.`;
}

function readValue({ kind, least, most }: Parameter, text: string): number | null {
  const read = kind === 'size' ? parseSize(text) : null;
  const number = read === null ? wholeNumber(text) : read.ok ? read.bytes : null;
  if (number === null || number < least || number > most) return null;
  return kind === 'size' ? Math.ceil(number / 4096) * 4096 : number;
}

function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function rangeOf(parameter: Parameter): string {
  const what = parameter.kind === 'size' ? 'a size' : 'a whole number';
  return `${what} from ${printValue(parameter, parameter.least)} to ${printValue(parameter, parameter.most)}`;
}

function printValue({ kind }: Parameter, value: number): string {
  return kind === 'size' ? printSize(value) : String(value);
}
