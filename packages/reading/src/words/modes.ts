import { type PolicyId, policyInfo } from '@overcommit/engine';

const WORDS = ['guess', 'always', 'never'];

/** The word for a value of vm/overcommit_memory. */
export const overcommitWord = (mode: number): string => WORDS[mode] ?? 'unknown';

/** "overcommit 0, guess" on Linux since 2.6; other systems have no such switch. */
export function overcommitWords(policy: PolicyId, tunables: Record<string, number>): string | null {
  const mode = tunables['vm/overcommit_memory'];
  if (!policyInfo(policy).system.hasOvercommitModes || mode === undefined) return null;
  return `overcommit ${mode}, ${overcommitWord(mode)}`;
}
