import { parseArgs } from 'node:util';
import { describeProblem, verifyLog } from '@overcommit/protocol';
import { verdictWords } from '@overcommit/reading';
import { isSignedWith } from '../logSignature.ts';
import { readText } from './files.ts';
import { say } from './say.ts';
import { UsageError } from './usage.ts';

/** Nothing wrong was found, but entries of other engine versions could only be folded. */
const ONLY_FOLDED = 3;

/**
 * `overcommit verify`: 0 if every command, carried out again, gives what stands there, or if that is not asked for
 * (`--chain`) or vouched for (`--key`); 1 and the first thing that is wrong; 3 if entries could only be folded.
 */
export function verify(args: string[]): number {
  const options = { chain: { type: 'boolean' }, key: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const { chain: isChainOnly = false, key } = values;
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('verify: give one LOG');
  if (key !== undefined && !/^[\w-]{43}$/.test(key)) throw new UsageError('--key: expected a key of 43 characters');
  const verdict = verifyLog(readText(path), { isChainOnly });
  if (verdict.ok === false) {
    say(describeProblem(verdict.problem));
    return 1;
  }
  const { seq, hash, digest, signature, onlyFolded } = verdict;
  const isSigned = key !== undefined && isSignedWith(key, { seq, hash, digest, signature: signature ?? undefined });
  if (key !== undefined && !isSigned) {
    say(signature === null ? 'the log is not signed' : 'the log is not signed with this key');
    return 1;
  }
  const by = isSigned ? ', signed with this key' : signature ? `, said to be signed with ${signature.key}` : '';
  say(`${verdictWords(verdict)}; chain ${hash}, digest ${digest}${by}`);
  return onlyFolded > 0 && !isSigned ? ONLY_FOLDED : 0;
}
