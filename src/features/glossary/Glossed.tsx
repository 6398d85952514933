import { anchor } from './anchor.ts';

/** Words of the glossary that screens explain by a link. */
export const GLOSSED = [
  'control group',
  'ENOMEM and EAGAIN',
  'OOM killer',
  'oom_score_adj',
  'overcommit',
  'page',
  'points',
  'RLIMIT',
  'SIGDANGER',
  'strict accounting',
  'swap',
] as const;

/** A word with the way to its meaning. In another tab: nobody leaves a machine for a word. */
export function Glossed({ term, children = term }: { term: (typeof GLOSSED)[number]; children?: string }) {
  return (
    <a
      href={`/handbook#${anchor(term)}`}
      target="_blank"
      rel="noreferrer"
      title={`“${term}” in the handbook, in a new tab`}
      className="underline decoration-line-strong decoration-dotted underline-offset-2 hover:decoration-ink"
    >
      {children}
    </a>
  );
}
