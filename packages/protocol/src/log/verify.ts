import { applyEntry, boot, digest, ENGINE_VERSION, execute, type Machine, misfit } from '@overcommit/engine';
import { canonicalJson, hashHeader, hashLink } from '@overcommit/event-store';
import { hashedPart, type WireEntry } from '../entry.ts';
import type { LogEnd, LogHeader } from './format.ts';
import { type LineProblem, parseLogLine, splitLines } from './parse.ts';

export type Verdict =
  | { ok: true; header: LogHeader; seq: number; hash: string; digest: string; carriedOut: number }
  | { ok: false; problem: LineProblem };

const CHANGED = 'its hash does not match: this entry or the one before was changed';

export type LogVerifier = {
  /** Takes the next line; the problem, if it has one. After a problem nothing more is taken. */
  push(text: string): LineProblem | null;
  /** To be called after the last line. */
  finish(): Verdict;
  /** Number of the last valid entry. */
  readonly seq: number;
};
export type VerifierOptions = {
  /**
   * Also carries each command out anew and compares the facts. Entries of another engine version are only folded: that
   * engine may have decided differently, and its record is valid. `carriedOut` in the verdict counts the entries that were executed.
   */
  isCarryingOut?: boolean;
};

/**
 * Checks an exported log line by line: shape, numbers without gaps, hash chain, that its facts fold, and that its end
 * line agrees. It needs no more memory than one machine, so a log of any length can be streamed through it.
 */
export function createLogVerifier({ isCarryingOut = false }: VerifierOptions = {}): LogVerifier {
  let line = 0;
  let problem: LineProblem | null = null;
  const read: ReadSoFar = {
    isCarryingOut,
    header: null,
    machine: null,
    twin: null,
    end: null,
    seq: 0,
    hash: '',
    carriedOut: 0,
  };
  return {
    get seq() {
      return read.seq;
    },
    push(text) {
      if (problem) return problem;
      line += 1;
      problem = takeLine(read, text, line);
      return problem;
    },
    finish() {
      if (problem) return { ok: false, problem };
      const { header, end, seq, hash, carriedOut } = read;
      if (!header) return { ok: false, problem: { line: 1, message: 'the log is empty' } };
      if (!end) return { ok: false, problem: { line, message: 'the log has no end line: it was cut off' } };
      return { ok: true, header, seq, hash, digest: end.digest, carriedOut };
    },
  };
}

/** The state after the lines so far. */
type ReadSoFar = {
  isCarryingOut: boolean;
  header: LogHeader | null;
  machine: Machine | null;
  /** The machine on which the commands are executed again. */
  twin: Machine | null;
  end: LogEnd | null;
  seq: number;
  hash: string;
  carriedOut: number;
};

function takeLine(read: ReadSoFar, text: string, line: number): LineProblem | null {
  if (read.end) return { line, message: 'the log goes on after its end line' };
  const parsed = parseLogLine(text, line);
  if (!parsed.ok) return parsed.problem;
  const found = parsed.value;
  const next = read.seq + 1;
  if (found.kind === 'entry' && found.entry.seq > next)
    return { line, entry: next, message: `it is missing, entry ${found.entry.seq} follows` };
  if (found.kind === 'end' && found.end.seq > read.seq)
    return { line, entry: next, message: `it is missing, the end line counts ${found.end.seq}` };
  if (found.kind === 'entry') {
    const message = takeEntry(read, found.entry);
    return message ? { line, entry: found.entry.seq, message } : null;
  }
  const message = found.kind === 'header' ? takeHeader(read, found.header) : takeEnd(read, found.end);
  return message ? { line, message } : null;
}

function takeHeader(read: ReadSoFar, found: LogHeader): string | null {
  read.header = found;
  read.hash = hashHeader(found);
  const { spec, policy, seed, engineVersion } = found.machine;
  if (spec.policy !== policy || spec.seed !== seed) return 'header: policy or seed differs from the spec';
  if (spec.engineVersion !== undefined && spec.engineVersion !== engineVersion)
    return 'header: the engine version differs from the spec';
  read.machine = boot(spec);
  if (read.isCarryingOut) read.twin = boot(spec);
  return null;
}

function takeEntry(read: ReadSoFar, entry: WireEntry): string | null {
  if (entry.seq <= read.seq) return `it stands after entry ${read.seq}`;
  try {
    if (hashLink(read.hash, hashedPart(entry)) !== entry.hash) return CHANGED;
    const unfit = unfitReveal(read.machine as Machine, entry);
    if (unfit) return unfit;
    applyEntry(read.machine as Machine, entry);
    const difference = read.twin && carryOut(read, entry, read.twin);
    if (difference) return difference;
  } catch (error) {
    return `its facts do not fold: ${error instanceof Error ? error.message : String(error)}`;
  }
  read.seq = entry.seq;
  read.hash = entry.hash;
  return null;
}

/** Null: the same command on the same machine gives the same facts, or another engine recorded it. */
function carryOut(read: ReadSoFar, entry: WireEntry, on: Machine): string | null {
  if (entry.engineVersion !== ENGINE_VERSION) {
    applyEntry(on, entry);
    return null;
  }
  const done = execute(on, entry.command, entry.actor);
  if (!done.ok) return `carried out anew it is refused: ${done.rejection.message}`;
  read.carriedOut += 1;
  return canonicalJson(done.facts) === canonicalJson(entry.facts) ? null : 'carried out anew it gives other facts';
}

function takeEnd(read: ReadSoFar, found: LogEnd): string | null {
  read.end = found;
  if (found.seq < read.seq) return `the end line says ${found.seq} entries, here are ${read.seq}`;
  if (found.hash !== read.hash) return 'the hash in the end line is not the last entry’s';
  if (found.digest !== digest(read.machine as Machine)) return 'the digest in the end line is not the folded machine’s';
  return null;
}

/** An actor whose revealed answer differs from the sealed one; null = none. Engine SPEC [PRD-5] [PRD-9] */
function unfitReveal(machine: Machine, { seq, facts }: WireEntry): string | null {
  for (const fact of facts) {
    if (fact.type !== 'AnswersRevealed') continue;
    const prediction = machine.predictions?.find(({ prompt }) => prompt === fact.prompt);
    if (!prediction) return 'it reveals a question that is not open';
    const actor = misfit(prediction, fact.answers);
    if (actor !== null) return `the answer of ${actor} is not the one that was sealed`;
    if (fact.answers.length !== prediction.seals.length) return 'it leaves a sealed answer out';
    const { decidedAt = seq } = fact;
    if (decidedAt <= prediction.askedAt || decidedAt > seq)
      return 'it was not decided between its asking and its reveal';
  }
  return null;
}

/** Checks a whole exported log; `onProgress` hears the lines done and their number every thousand lines. */
export function verifyLog(log: string | readonly string[], onProgress?: (done: number, all: number) => void): Verdict {
  const lines = typeof log === 'string' ? splitLines(log) : log;
  const verifier = createLogVerifier();
  for (const [index, text] of lines.entries()) {
    if (verifier.push(text)) break;
    if (index % 1000 === 999) onProgress?.(index + 1, lines.length);
  }
  return verifier.finish();
}

/** A problem as one line for a person: `entry 7: …` if an entry is at fault, else `line 9: …`. */
export function describeProblem({ line, entry, message }: LineProblem): string {
  return entry === undefined ? `line ${line}: ${message}` : `entry ${entry}: ${message}`;
}
