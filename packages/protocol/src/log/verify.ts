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
  /** Number of the last entry that was found good. */
  readonly seq: number;
};
export type VerifierOptions = {
  /**
   * Also carries each command out anew and compares the facts. Entries of another engine version are only folded: that
   * engine may have decided otherwise, and what it recorded is what happened. `carriedOut` in the verdict counts the rest.
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
  let header: LogHeader | null = null;
  let machine: Machine | null = null;
  let end: LogEnd | null = null;
  let twin: Machine | null = null;
  let seq = 0;
  let hash = '';
  let carriedOut = 0;

  function takeHeader(found: LogHeader): string | null {
    header = found;
    hash = hashHeader(found);
    const { spec, policy, seed, engineVersion } = found.machine;
    if (spec.policy !== policy || spec.seed !== seed) return 'header: policy or seed differs from the spec';
    if (spec.engineVersion !== undefined && spec.engineVersion !== engineVersion)
      return 'header: the engine version differs from the spec';
    machine = boot(spec);
    if (isCarryingOut) twin = boot(spec);
    return null;
  }

  /** Null: the same command on the same machine gives the same facts, or another engine recorded it. */
  function carryOut(entry: WireEntry, on: Machine): string | null {
    if (entry.engineVersion !== ENGINE_VERSION) {
      applyEntry(on, entry);
      return null;
    }
    const done = execute(on, entry.command, entry.actor);
    if (!done.ok) return `carried out anew it is refused: ${done.rejection.message}`;
    carriedOut += 1;
    return canonicalJson(done.facts) === canonicalJson(entry.facts) ? null : 'carried out anew it gives other facts';
  }

  function takeEntry(entry: WireEntry): string | null {
    if (entry.seq <= seq) return `it stands after entry ${seq}`;
    try {
      if (hashLink(hash, hashedPart(entry)) !== entry.hash) return CHANGED;
      const unfit = unfitReveal(machine as Machine, entry);
      if (unfit) return unfit;
      applyEntry(machine as Machine, entry);
      const difference = twin && carryOut(entry, twin);
      if (difference) return difference;
    } catch (error) {
      return `its facts do not fold: ${error instanceof Error ? error.message : String(error)}`;
    }
    seq = entry.seq;
    hash = entry.hash;
    return null;
  }

  function takeEnd(found: LogEnd): string | null {
    end = found;
    if (found.seq < seq) return `the end line says ${found.seq} entries, here are ${seq}`;
    if (found.hash !== hash) return 'the hash in the end line is not the last entry’s';
    if (found.digest !== digest(machine as Machine)) return 'the digest in the end line is not the folded machine’s';
    return null;
  }

  function check(text: string): LineProblem | null {
    if (end) return { line, message: 'the log goes on after its end line' };
    const parsed = parseLogLine(text, line);
    if (!parsed.ok) return parsed.problem;
    const found = parsed.value;
    const next = seq + 1;
    if (found.kind === 'entry' && found.entry.seq > next)
      return { line, entry: next, message: `it is missing, entry ${found.entry.seq} follows` };
    if (found.kind === 'end' && found.end.seq > seq)
      return { line, entry: next, message: `it is missing, the end line counts ${found.end.seq}` };
    if (found.kind === 'entry') {
      const message = takeEntry(found.entry);
      return message ? { line, entry: found.entry.seq, message } : null;
    }
    const message = found.kind === 'header' ? takeHeader(found.header) : takeEnd(found.end);
    return message ? { line, message } : null;
  }

  return {
    get seq() {
      return seq;
    },
    push(text) {
      if (problem) return problem;
      line += 1;
      problem = check(text);
      return problem;
    },
    finish() {
      if (problem) return { ok: false, problem };
      if (!header) return { ok: false, problem: { line: 1, message: 'the log is empty' } };
      if (!end) return { ok: false, problem: { line, message: 'the log has no end line: it was cut off' } };
      return { ok: true, header, seq, hash, digest: end.digest, carriedOut };
    },
  };
}

/** Who was said to have answered what they had not sealed; null = nobody. Engine SPEC [PRD5] [PRD9] */
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

/** A problem as one line for a person: `entry 7: …` where an entry is to blame, else `line 9: …`. */
export function describeProblem({ line, entry, message }: LineProblem): string {
  return entry === undefined ? `line ${line}: ${message}` : `entry ${entry}: ${message}`;
}
