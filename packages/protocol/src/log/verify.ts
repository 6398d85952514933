import { applyEntry, boot, digest, ENGINE_VERSION, execute, type Machine, misfit } from '@overcommit/engine';
import { canonicalJson, hashHeader, hashLink } from '@overcommit/event-store';
import { hashedPart, type WireEntry } from '../entry.ts';
import type { LogEnd, LogHeader, LogSignature } from './format.ts';
import { type LineProblem, parseLogLine, splitLines } from './parse.ts';

/**
 * `ok: true`: every entry was carried out again and gave the same facts. `ok: null`: nothing wrong was found, but not all of
 * it was carried out: `onlyFolded` entries are of other versions of the engine, whose rules are not kept here, or the chain
 * alone was checked. Such a log may have been changed and its chain computed again.
 */
export type Verdict =
  | {
      ok: true | null;
      header: LogHeader;
      seq: number;
      hash: string;
      digest: string;
      carriedOut: number;
      onlyFolded: number;
      signature: LogSignature | null;
    }
  | { ok: false; problem: LineProblem };

const CHANGED = 'its hash does not match: this entry or the one before was changed';

export type LogVerifier = {
  /** Takes the next line; the problem, if it has one. After a problem nothing more is taken. */
  push(text: string): LineProblem | null;
  /** To be called after the last line. */
  finish(): Verdict;
  /** Number of the last valid entry. */
  readonly seq: number;
  /** Hash of the last valid entry; of the header before the first. */
  readonly hash: string;
};
export type VerifierOptions = {
  /** Checks shape, numbers and hashes only: no entry is folded or carried out. */
  isChainOnly?: boolean;
};

/**
 * Checks an exported log line by line: shape, numbers without gaps, hash chain, that each command, carried out again, gives
 * the facts that stand there, and that the end line agrees. Entries of another version of the engine are only folded: that
 * engine may have decided differently. It needs no more memory than one machine, so a log of any length can be streamed
 * through it.
 */
export function createLogVerifier({ isChainOnly = false }: VerifierOptions = {}): LogVerifier {
  let line = 0;
  let problem: LineProblem | null = null;
  const read: ReadSoFar = {
    isChainOnly,
    header: null,
    machine: null,
    end: null,
    seq: 0,
    hash: '',
    carriedOut: 0,
    onlyFolded: 0,
  };
  return {
    get seq() {
      return read.seq;
    },
    get hash() {
      return read.hash;
    },
    push(text) {
      if (problem) return problem;
      line += 1;
      problem = takeLine(read, text, line);
      return problem;
    },
    finish() {
      if (problem) return { ok: false, problem };
      const { header, end, seq, hash, carriedOut, onlyFolded } = read;
      if (!header) return { ok: false, problem: { line: 1, message: 'the log is empty' } };
      if (!end) return { ok: false, problem: { line, message: 'the log has no end line: it was cut off' } };
      const { digest, signature = null } = end;
      const ok = (!isChainOnly && carriedOut === seq) || null;
      return { ok, header, seq, hash, digest, carriedOut, onlyFolded, signature };
    },
  };
}

/** The state after the lines so far. */
type ReadSoFar = {
  isChainOnly: boolean;
  header: LogHeader | null;
  /** Null before the header, and where only the chain is checked. */
  machine: Machine | null;
  end: LogEnd | null;
  seq: number;
  hash: string;
  carriedOut: number;
  onlyFolded: number;
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
  try {
    read.hash = hashHeader(found);
  } catch (error) {
    return `header: ${error instanceof Error ? error.message : String(error)}`;
  }
  const { spec, policy, seed, engineVersion } = found.machine;
  if (spec.policy !== policy || spec.seed !== seed) return 'header: policy or seed differs from the spec';
  if (spec.engineVersion !== undefined && spec.engineVersion !== engineVersion)
    return 'header: the engine version differs from the spec';
  if (!read.isChainOnly) read.machine = boot(spec);
  return null;
}

function takeEntry(read: ReadSoFar, entry: WireEntry): string | null {
  if (entry.seq <= read.seq) return `it stands after entry ${read.seq}`;
  try {
    if (hashLink(read.hash, hashedPart(entry)) !== entry.hash) return CHANGED;
    const fault = read.machine && happenAgain(read, entry, read.machine);
    if (fault) return fault;
  } catch (error) {
    return `its facts do not fold: ${error instanceof Error ? error.message : String(error)}`;
  }
  read.seq = entry.seq;
  read.hash = entry.hash;
  return null;
}

/** Brings the machine to this entry. Null: it is what this engine gives, or another version recorded it and it folds. */
function happenAgain(read: ReadSoFar, entry: WireEntry, machine: Machine): string | null {
  const unfit = unfitReveal(machine, entry);
  if (unfit) return unfit;
  if (entry.engineVersion !== ENGINE_VERSION) {
    applyEntry(machine, entry);
    read.onlyFolded += 1;
    return null;
  }
  if (entry.policy !== machine.spec.policy) return `it names the kernel ${entry.policy}, the machine has another`;
  // More facts than stand here are a difference already, so a log cannot set off more work than it shows.
  const by = { actor: entry.actor, mostFacts: entry.facts.length, isOverride: entry.facts[0]?.type === 'Overridden' };
  const done = execute(machine, entry.command, by);
  if (!done.ok) return done.isSpoilt ? OTHER_FACTS : `carried out anew it is refused: ${done.rejection.message}`;
  if (canonicalJson(done.facts) !== canonicalJson(entry.facts)) return OTHER_FACTS;
  if (entry.tick !== machine.tick) return `it states tick ${entry.tick}, the machine is at ${machine.tick}`;
  read.carriedOut += 1;
  return null;
}

const OTHER_FACTS = 'carried out anew it gives other facts';

function takeEnd(read: ReadSoFar, found: LogEnd): string | null {
  read.end = found;
  if (found.seq < read.seq) return `the end line says ${found.seq} entries, here are ${read.seq}`;
  if (found.hash !== read.hash) return 'the hash in the end line is not the last entry’s';
  if (read.machine && found.digest !== digest(read.machine))
    return 'the digest in the end line is not the folded machine’s';
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

export type VerifyOptions = VerifierOptions & {
  /** Hears the lines done and their number every thousand lines. */
  onProgress?: (done: number, all: number) => void;
};

/** Checks a whole exported log. */
export function verifyLog(log: string | readonly string[], { onProgress, ...how }: VerifyOptions = {}): Verdict {
  const lines = typeof log === 'string' ? splitLines(log) : log;
  const verifier = createLogVerifier(how);
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
