import { policyInfo } from '@overcommit/engine';
import type { Decision, Use } from '@overcommit/reading';
import { choiceClause, headline, kb, mib, systemName } from '@overcommit/reading';
import { Fragment } from 'react';
import type { People } from '@/machineView/people.ts';
import { Mono, ScrollRegion } from '@/ui/Small.tsx';
import { Glossed } from '../../glossary/Glossed.tsx';
import { CandidateTable } from './CandidateTable.tsx';
import { Counterfactuals, Part, Typed } from './CardParts.tsx';
import { MissingLine } from './MissingLine.tsx';
import type { Explanation } from './useExplanation.ts';

type Kill = Decision & { kind: 'kill' };
type Props = { decision: Kill; people: People; explanation: Explanation };

/** A kill, in the order of a reader's questions: who died, why, who caused it, what would have changed it. Then the evidence. */
export function KillBody({ decision, people, explanation }: Props) {
  const { fact } = decision;
  const victim = fact.candidates.find((c) => c.pid === fact.victim.pid);
  const isRamFull = fact.scope === 'machine' && fact.trigger.pid !== 0;
  return (
    <>
      <p className="text-lg leading-snug font-medium text-pretty">
        {systemName(fact.policy)} killed {victim && `${people.nameOfUid(victim.uid)}'s `}
        <Mono className="text-kill">{fact.victim.process}</Mono>.
      </p>
      <Part title="Why">
        <p className="text-pretty">
          <Promised decision={decision} />
          <Shortage decision={decision} /> {choiceClause(fact, fact.victim.process)}.
        </p>
      </Part>
      <Part title="Who caused it">
        <Cause decision={decision} people={people} />
        {isRamFull && explanation.held && <Holders held={explanation.held} people={people} />}
      </Part>
      <Counterfactuals decision={decision} title="What would have changed it" aftermaths={explanation.aftermaths}>
        <MissingLine explanation={explanation} policy={fact.policy} />
      </Counterfactuals>
      <CandidateTable
        of="Who could have died"
        policy={fact.policy}
        formula={fact.formula}
        candidates={fact.candidates}
        victimPid={fact.victim.pid}
        people={people}
      />
      {decision.kernelLines.length > 0 && (
        <KernelText lines={decision.kernelLines} system={policyInfo(fact.policy).name} />
      )}
    </>
  );
}

/** The kernel had promised more memory than exists. */
function Promised({ decision: { fact, context } }: { decision: Kill }) {
  if (!context || fact.scope !== 'machine') return null;
  const { promisedPages, ramPages, swapPages } = context;
  if (promisedPages <= ramPages + swapPages) return null;
  return (
    <>
      The kernel had promised {mib(promisedPages)} of memory, and there {swapPages > 0 ? 'are' : 'is'}{' '}
      {mib(ramPages + swapPages)} of RAM{swapPages > 0 && ' and swap'}: that is <Glossed term="overcommit" />.{' '}
    </>
  );
}

/** What ran out. Ends with a colon, or with the start of a clause, before the choice. */
function Shortage({ decision: { fact, context } }: { decision: Kill }) {
  const { trigger, scope, policy } = fact;
  const killer = policyInfo(policy).system.hasOomKiller ? <Glossed term="OOM killer" /> : 'kernel';
  if (trigger.pid === 0)
    return (
      <>
        Free <Glossed term="swap">paging space</Glossed> fell below npskill, the mark at which this kernel kills:
      </>
    );
  if (scope !== 'machine')
    return (
      <>
        Its <Glossed term="control group" /> <Mono>{scope.cgroup}</Mono> was full
        {context?.groupPages ? ` at ${mib(context.groupPages)}` : ''}, so the {killer} had to end a process in it:
      </>
    );
  if (!policyInfo(policy).choosesVictims) return <>No memory was left:</>;
  return <>When the last page was gone, the {killer} had to end a process:</>;
}

/** The request that could not be met, and its owner. */
function Cause({ decision, people }: { decision: Kill; people: People }) {
  const { trigger, candidates, scope } = decision.fact;
  const asker = candidates.find((c) => c.pid === trigger.pid);
  const look = asker ? people.lookOfUid(asker.uid) : people.look(decision.actor);
  return (
    <div className="grid grid-cols-1 gap-1">
      <p className="text-pretty">
        {trigger.pid === 0 ? (
          <>{look.name} took the last of it:</>
        ) : (
          <>
            <b className="font-medium">{look.name}</b>'s <Mono>{trigger.process}</Mono> needed one more{' '}
            <Glossed term="page" /> of memory, and none was left{scope === 'machine' ? '' : ' for the group'}.
          </>
        )}
      </p>
      <Typed decision={decision} people={people} />
    </div>
  );
}

/** Who held the memory at that time. One person asked for the last page; the others used the rest. */
function Holders({ held, people }: { held: Use[]; people: People }) {
  const parts = held.filter(({ pages }) => pages > 0).sort((a, b) => b.pages - a.pages);
  return (
    <p className="text-soft text-pretty">
      What filled the memory by then:
      {parts.map(({ owner, pages }, i) => (
        <Fragment key={owner ?? ''}>
          {' '}
          <span className="whitespace-nowrap" title={kb(pages)}>
            {people.name(owner)} {mib(pages)}
            {i < parts.length - 1 ? ',' : '.'}
          </span>
        </Fragment>
      ))}
    </p>
  );
}

/** The headline of the kernel's report; the whole report on request. */
function KernelText({ lines, system }: { lines: string[]; system: string }) {
  return (
    <div className="rounded-md bg-sunk px-2.5 py-2 font-mono text-2xs leading-normal text-soft wrap-anywhere">
      {headline(lines)}
      {lines.length > 1 && (
        <details className="mt-1.5">
          <summary className="cursor-pointer font-sans text-ink">All that {system} said</summary>
          <ScrollRegion label="Kernel messages" className="mt-1.5 max-h-72">
            <pre>{lines.join('\n')}</pre>
          </ScrollRegion>
        </details>
      )}
    </div>
  );
}
