import { createLogVerifier, describeProblem, type LogSignature } from '@overcommit/protocol';
import type { LogVerdict } from '@overcommit/protocol/api';

/** What a log says of itself, before it is compared with what was recorded here; `hashes` are those of its entries. */
export type CheckedText =
  | Extract<LogVerdict, { ok: false }>
  | (Omit<Extract<LogVerdict, { ok: true | null }>, 'origin'> & { hashes: string[]; signature: LogSignature | null });

/** Checks a whole exported log as `overcommit verify` does. It may take long and much memory, so it runs in its own thread. */
export function checkText(text: string): CheckedText {
  const verifier = createLogVerifier();
  const hashes: string[] = [];
  for (const line of linesOf(text)) {
    if (verifier.push(line)) break;
    if (verifier.seq > hashes.length) hashes.push(verifier.hash);
  }
  const verdict = verifier.finish();
  if (verdict.ok === false) {
    const { line, entry = null } = verdict.problem;
    return { ok: false, line, entry, goodTo: verifier.seq, message: describeProblem(verdict.problem) };
  }
  const { header, ...sound } = verdict;
  return { ...sound, machineId: header.machine.id, policy: header.machine.policy, hashes };
}

/** Line by line, without a second copy of the text. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    yield text.slice(start, text[stop - 1] === '\r' ? stop - 1 : stop);
    start = stop + 1;
  }
}
