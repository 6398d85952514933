import { createLogVerifier, describeProblem } from '@overcommit/protocol';
import type { LogVerdict } from '@overcommit/protocol/api';

/** Checks a whole exported log as `overcommit verify` does. It may take long and much memory, so it runs in its own thread. */
export function checkText(text: string): LogVerdict {
  const verifier = createLogVerifier();
  for (const line of linesOf(text)) if (verifier.push(line)) break;
  const verdict = verifier.finish();
  if (!verdict.ok) {
    const { line, entry = null } = verdict.problem;
    return { ok: false, line, entry, goodTo: verifier.seq, message: describeProblem(verdict.problem) };
  }
  const { header, seq, digest, hash } = verdict;
  return { ok: true, machineId: header.machine.id, policy: header.machine.policy, seq, digest, hash };
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
