import { type Candidate, policyInfo } from '@overcommit/engine';
import type { Decision, Use } from '@overcommit/reading';
import { choiceClause, figures, headline, kb, mib, pointsUnit, systemName } from '@overcommit/reading';
import { Fragment, useState } from 'react';
import type { People } from '@/machineView/people.ts';
import { Button } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { type Column, DataTable } from '@/ui/DataTable.tsx';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { Mono, ScrollRegion } from '@/ui/Small.tsx';
import { Glossed } from '../../glossary/Glossed.tsx';
import { Counterfactuals, Part, Typed } from './CardParts.tsx';
import { MissingLine } from './MissingLine.tsx';
import type { Explanation } from './useExplanation.ts';

type Kill = Decision & { kind: 'kill' };
type Props = { decision: Kill; people: People; explanation: Explanation };

const SHOWN = 8;

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
      <CandidateTable fact={fact} people={people} />
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

function CandidateTable({ fact, people }: { fact: Kill['fact']; people: People }) {
  const sorted = [...fact.candidates].sort(
    (a, b) => Number(a.exempt !== undefined) - Number(b.exempt !== undefined) || b.points - a.points,
  );
  const isInPages = pointsUnit(fact.policy) === 'pages';
  const [isWhole, setWhole] = useState(false);
  const rows = isWhole ? sorted : sorted.slice(0, SHOWN);
  const labels = sorted.find((c) => c.exempt === undefined)?.terms.map((t) => t.label) ?? [];
  return (
    <div>
      <DataTable
        caption={
          fact.formula === undefined
            ? `Who could have died${isInPages ? ', in pages of 4 KiB' : ''}: each row adds up to its points`
            : 'Who could have died: the terms of the rule, and the points it gave'
        }
        isCaptionShown
        columns={[whoColumn(people), ...labels.map(termColumn), POINTS, SCORE]}
        rows={rows}
        rowKey={(c) => c.pid}
        rowClassName={(c) => cx(c.pid === fact.victim.pid && 'font-semibold text-kill')}
      />
      {sorted.length > rows.length && (
        <Button size="sm" variant="ghost" className="mt-1" onClick={() => setWhole(true)}>
          Show all {sorted.length} candidates
        </Button>
      )}
    </div>
  );
}

const whoColumn = (people: People): Column<Candidate> => ({
  id: 'who',
  head: 'candidate',
  cell: (c) => (
    <span className="flex items-center gap-1.5">
      <OwnerMark look={people.lookOfUid(c.uid)} size="sm" />
      <Mono>{c.process}</Mono>
    </span>
  ),
});

/** One term of the kernel's formula. */
const termColumn = (label: string): Column<Candidate> => ({
  id: label,
  head: <Head label={label} short={label === 'oom_score_adj' ? 'adj' : label} />,
  isNumeric: true,
  className: 'font-mono text-2xs',
  cell: (c) => (c.exempt === undefined ? figures(c.terms.find((t) => t.label === label)?.value ?? 0) : ''),
});

const POINTS: Column<Candidate> = {
  id: 'points',
  head: (
    <span className="whitespace-nowrap">
      = <Glossed term="points" />
    </span>
  ),
  isNumeric: true,
  className: 'font-mono text-2xs',
  cell: (c) => (c.exempt === undefined ? figures(c.points) : <span className="font-sans text-soft">{c.exempt}</span>),
};

const SCORE: Column<Candidate> = {
  id: 'score',
  head: <Head label="oom_score, as /proc shows it" short="score" />,
  isNumeric: true,
  className: 'font-mono text-2xs text-soft',
  cell: (c) => c.oomScore ?? '–',
};

/** The short name of a column, with its whole name as a tooltip. */
function Head({ label, short }: { label: string; short: string }) {
  return label === short ? label.replaceAll('_', '_\u200b') : <abbr title={label}>{short}</abbr>;
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
