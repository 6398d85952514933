import { anchor } from './anchor.ts';

/** Terms of the glossary to which screens link. */
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

/** A word with a link to its meaning. It opens in another tab, so that the reader does not leave the machine. */
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
