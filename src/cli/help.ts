import { helpFor, POLICY_IDS, VERBS } from '@overcommit/engine';
import { USAGE } from './usage.ts';

/** `overcommit help [VERB]`: the commands, or one verb of the lab script language. */
export function help([verb]: string[]): number {
  const isVerb = VERBS.some((known) => known === verb);
  console.log(isVerb ? helpFor(verb) : `${USAGE}\n\nPolicies: ${POLICY_IDS.join(' ')}\nVerbs: ${VERBS.join(' ')}`);
  return 0;
}
