import type { Command } from './commands.ts';
import type { Entry } from './entry.ts';
import type { CallResult, Fact, FailureKind } from './facts.ts';

export type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>;

/** The facts of one type in an entry, in the order in which they happened. */
export function factsOf<T extends Fact['type']>({ facts }: Pick<Entry, 'facts'>, type: T): FactOf<T>[] {
  return facts.filter((fact): fact is FactOf<T> => fact.type === type);
}

/**
 * What a kernel's answer says. `refusal`: memory was asked for and not given. `error`: the call failed for any other
 * reason, such as an unknown process, a missing right, a caller that is asleep or a limit on processes. `killed`: the
 * caller died before it could answer.
 */
export type AnswerKind = 'ok' | 'refusal' | 'error' | 'killed';

/** `pages`: how many pages an access reached. `detail`: the kernel's reason in words. */
export type KernelAnswer = { result: CallResult; kind: AnswerKind; pages?: number; detail?: string };

type Call = { verb: Command['verb'] | undefined; result: CallResult; kind?: FailureKind; detail?: string };

/** The kernel's answer to an entry. Entries of the platform's own commands have none and count as `ok`. */
export function answerOf({ command, facts }: Pick<Entry, 'command' | 'facts'>): KernelAnswer {
  const answer = lastAnswer(facts);
  if (!answer) return { result: 'ok', kind: 'ok' };
  const { type: _, ...rest } = answer;
  return { ...rest, kind: kindOf({ ...answer, verb: command.verb }, () => facts.some(isRefusedCharge)) };
}

function lastAnswer(facts: readonly Fact[]): FactOf<'Answered'> | undefined {
  const last = facts.at(-1);
  if (last?.type === 'Answered') return last;
  return facts.find((fact): fact is FactOf<'Answered'> => fact.type === 'Answered');
}

/** @param hasRefusedCharge whether a charge was refused during the call: then its failure is a refusal of memory */
export function kindOf(call: Call, hasRefusedCharge: () => boolean): AnswerKind {
  if (call.result === 'ok' || call.result === 'killed') return call.result;
  if (call.kind !== undefined) return call.kind;
  return hasRefusedCharge() || isOldRefusal(call) ? 'refusal' : 'error';
}

/** Whether staff overrode what an owner may do. Before 0.5.0 only the beginning of the command's id says so. */
export function isOverride({ facts, commandId }: Pick<Entry, 'facts' | 'commandId'>): boolean {
  return facts[0]?.type === 'Overridden' || commandId.startsWith('override:');
}

export function isRefusedCharge(fact: Fact): fact is FactOf<'ChargeDecided'> {
  return fact.type === 'ChargeDecided' && !fact.isGranted;
}

/**
 * Refusals without a fact of their own: a process's own limit, no room in the address space, no page and no process to kill.
 * Up to engine 0.4 only the errno and the detail tell them from errors of use, so this list of details reads old logs.
 */
function isOldRefusal({ verb, result, detail = '' }: Call): boolean {
  if (result === 'ENOMEM') return !NO_REQUEST.has(detail) && (detail !== 'too many mappings' || isAsking(verb));
  if (result !== 'EAGAIN') return false;
  // RLIMIT_MEMLOCK gives only its errno.
  return detail === '' ? verb === 'mmap' : detail === 'RLIMIT_MEMLOCK reached' || STALLED.test(detail);
}

/** What ENOMEM also says to calls that ask for no memory. */
const NO_REQUEST: ReadonlySet<string> = new Set([
  'there is a hole in the region',
  'the break cannot go below its start',
  'swap is in use',
]);
/** Calls that ask for memory and may need one more mapping for it; the others only cut mappings. */
const isAsking = (verb: Call['verb']): boolean =>
  verb === 'mmap' || verb === 'mremap' || verb === 'brk' || verb === 'posix_spawn';
/** The caller sleeps: no page is free, and no process may be killed. */
const STALLED =
  /^(no page is free|no paging space is left|the killer waits while a swap slot|control group .+ is full)|is at its limit and nobody in it may be killed$/;
