import { rowOf, usages, VERBS } from './grammar.ts';
import { nearest } from './parse.ts';

/** A few lines about a verb: how to write it, what it does, an example. Without a verb: the list of all. */
export function helpFor(verb = ''): string {
  const row = rowOf(verb);
  if (row) return [...usages(verb), row.about, ...(row.notes ? [row.notes] : []), `Example: ${row.example}`].join('\n');
  if (verb === '')
    return ['Commands:', ...VERBS.map((each) => `  ${usages(each).at(-1)}`), 'help VERB tells more.'].join('\n');
  const near = nearest(verb, VERBS);
  return `\`${verb.slice(0, 40)}\` is not a command.${near ? ` Did you mean \`${near}\`?` : ''}`;
}
