import type { Decision } from '@overcommit/reading';
import { freeWords, listenersSentence, systemName } from '@overcommit/reading';
import type { People } from '@/machineView/people.ts';
import { Mono } from '@/ui/Small.tsx';
import { Glossed } from '../../glossary/Glossed.tsx';
import { Part, Typed } from './CardParts.tsx';

/** AIX's warning: why it came, who acts on it, what comes next. */
export function WarningBody({ decision, people }: { decision: Decision & { kind: 'warning' }; people: People }) {
  const { fact, listeners, policy } = decision;
  return (
    <>
      <p className="text-lg leading-snug font-medium text-pretty">
        {systemName(policy)} sent <Mono className="text-warn">SIGDANGER</Mono> to all.
      </p>
      <Part title="Why">
        <p className="text-pretty">
          {freeWords(fact)}. Below npskill this kernel kills; what it counts is{' '}
          <Glossed term="swap">paging space</Glossed>, not RAM.
        </p>
      </Part>
      {listeners && (
        <Part title="Who acts on it">
          <p className="text-pretty">{listenersSentence(listeners, fact)}</p>
        </Part>
      )}
      <Part title="Who caused it">
        <Typed decision={decision} people={people} />
      </Part>
    </>
  );
}
