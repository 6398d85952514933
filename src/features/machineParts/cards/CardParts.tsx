import type { Aftermaths, Decision } from '@overcommit/reading';
import { counterfactuals, entryNumber, figures } from '@overcommit/reading';
import type { ReactNode } from 'react';
import type { People } from '@/machineView/people.ts';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { Mono } from '@/ui/Small.tsx';
import { Glossed } from '../../glossary/Glossed.tsx';

/** One question that the card answers. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid grid-cols-1 gap-1">
      <p className="font-semibold">{title}</p>
      {children}
    </section>
  );
}

/** The line that led to the decision, who typed it, and its entry. */
export function Typed({ decision: { seq, tick, actor, line }, people }: { decision: Decision; people: People }) {
  const typed = actor === 'system' ? 'A program, at a tick of the clock' : `${people.name(actor)} typed`;
  return (
    <p className="flex flex-wrap items-center gap-x-2 rounded-md bg-sunk px-2.5 py-1.5 wrap-anywhere">
      <span className="flex items-center gap-1.5 text-soft">
        <OwnerMark look={people.look(actor)} size="sm" />
        {typed}
      </span>
      <Mono className="min-w-0 font-medium">{line}</Mono>
      <span
        className="ml-auto text-xs whitespace-nowrap text-soft"
        title={`entry ${figures(seq)}, tick ${figures(tick)}`}
      >
        {entryNumber(seq)}
      </span>
    </p>
  );
}

/** Verbs that need an explanation, and the glossary's term for each. */
const VERBS = { oom_score_adj: 'oom_score_adj', sigdanger: 'SIGDANGER' } as const;

/** A line of the shell. */
function Line({ line }: { line: string }) {
  const [verb = ''] = line.split(' ');
  const term = Object.hasOwn(VERBS, verb) ? VERBS[verb as keyof typeof VERBS] : null;
  return (
    <Mono className="text-ink">
      {term ? <Glossed term={term}>{verb}</Glossed> : verb}
      {line.slice(verb.length)}
    </Mono>
  );
}

/** What would have changed the decision; each alone is enough. @param children a first way, as a list item */
export function Counterfactuals({
  decision,
  title,
  aftermaths,
  children,
}: {
  decision: Decision;
  title: string;
  aftermaths: Aftermaths | undefined;
  children?: ReactNode;
}) {
  const ways = counterfactuals(decision, aftermaths);
  if (ways.length === 0 && !children) return null;
  return (
    <Part title={title}>
      <ul className="grid list-disc grid-cols-1 gap-1 pl-4 text-soft marker:text-faint">
        {children}
        {ways.map(({ before, line, after }) => (
          <li key={`${before}${line}`} className="text-pretty wrap-anywhere">
            {before}
            {line !== null && <Line line={line} />}
            {after}
          </li>
        ))}
      </ul>
    </Part>
  );
}
