'use client';
import { type Fact, policyInfo } from '@overcommit/engine';
import { type ReactNode, useState } from 'react';
import { Button } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { type Column, DataTable } from '@/ui/DataTable.tsx';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { Mono, ScrollRegion } from '@/ui/Small.tsx';
import { entryNumber, figures, kb, mib } from './format.ts';
import { type Decision, headline } from './history.ts';
import type { People } from './people.ts';
import { pointsUnit } from './points.ts';
import { choiceClause, isOwnLimit, refusalSentence, systemName } from './sentences.ts';
import { otherWays, turningsOf } from './turning.ts';

type Kill = Decision & { kind: 'kill' };
type Refusal = Decision & { kind: 'refusal' };
type Candidate = Extract<Fact, { type: 'VictimChosen' }>['candidates'][number];

const SHOWN = 8;

/** Why the kernel decided as it did: who asked, the verdict, the sum, the margin, the kernel's own words. */
export function DecisionCard({ decision, people, footer }: { decision: Decision; people: People; footer?: ReactNode }) {
  return (
    <article
      className="grid grid-cols-1 gap-3"
      aria-label={decision.kind === 'kill' ? `${decision.fact.victim.process} killed` : `${decision.fact.call} refused`}
    >
      <p className="text-soft">
        {entryNumber(decision.seq)} · tick {figures(decision.tick)} · asked by{' '}
        <b className="font-medium text-ink">{people.name(decision.actor)}</b>:{' '}
        <Mono className="break-words">{decision.line}</Mono>
      </p>
      {decision.kind === 'kill' ? (
        <KillBody decision={decision} people={people} />
      ) : (
        <RefusalBody decision={decision} />
      )}
      {footer && <div className="flex flex-wrap items-center gap-1.5">{footer}</div>}
    </article>
  );
}

function KillBody({ decision, people }: { decision: Kill; people: People }) {
  const { fact } = decision;
  const victim = fact.candidates.find((c) => c.pid === fact.victim.pid);
  return (
    <>
      <p className="text-lg leading-snug font-medium text-pretty">
        <Shortage decision={decision} people={people} /> {systemName(fact.policy)} killed{' '}
        {fact.trigger.pid === fact.victim.pid ? (
          <>
            <Mono className="text-kill">{fact.victim.process}</Mono> itself
          </>
        ) : (
          <>
            {victim && `${people.nameOfUid(victim.uid)}'s `}
            <Mono className="text-kill">{fact.victim.process}</Mono>
          </>
        )}
        : {choiceClause(fact)}.
      </p>
      <CandidateTable fact={fact} people={people} />
      <Turnings decision={decision} title="What would have changed it" />
      {decision.kernelLines.length > 0 && (
        <KernelText lines={decision.kernelLines} system={policyInfo(fact.policy).name} />
      )}
    </>
  );
}

/** Who needed memory, and whose that is: the cause, in a sentence. */
function Shortage({ decision: { fact, actor, context }, people }: { decision: Kill; people: People }) {
  const { trigger, scope } = fact;
  if (trigger.pid === 0)
    return (
      <>What {people.name(actor)} ran took the free paging space below npskill, the mark at which this kernel kills.</>
    );
  const asker = fact.candidates.find((c) => c.pid === trigger.pid);
  const whose = asker ? people.nameOfUid(asker.uid) : people.name(actor);
  return (
    <>
      {whose}'s <Mono>{trigger.process}</Mono> needed one more page of memory,{' '}
      {scope === 'machine' ? (
        'and none was left.'
      ) : (
        <>
          and its control group <Mono>{scope.cgroup}</Mono> was full
          {context?.groupPages ? ` at ${mib(context.groupPages)}` : ''}.
        </>
      )}
    </>
  );
}

/** What would have turned it, each by itself. */
function Turnings({ decision, title }: { decision: Decision; title: string }) {
  const turnings = turningsOf(decision);
  if (turnings.length === 0) return null;
  return (
    <section aria-label={title} className="grid grid-cols-1 gap-1">
      <p className="font-medium">{title}</p>
      <ul className="grid list-disc grid-cols-1 gap-1 pl-4 text-soft marker:text-faint">
        {turnings.map(({ before, line, after }) => (
          <li key={`${before}${line}`} className="text-pretty wrap-anywhere">
            {before}
            {line !== null && <Mono className="text-ink">{line}</Mono>}
            {after}
          </li>
        ))}
      </ul>
    </section>
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
  const term = (c: Candidate, label: string) => c.terms.find((t) => t.label === label)?.value;
  const columns: Column<Candidate>[] = [
    {
      id: 'who',
      head: 'candidate',
      cell: (c) => (
        <span className="flex items-center gap-1.5">
          <OwnerMark look={people.lookOfUid(c.uid)} size="sm" />
          <Mono>{c.process}</Mono>
        </span>
      ),
    },
    ...labels.map((label) => ({
      id: label,
      head: <Head label={label} short={label === 'oom_score_adj' ? 'adj' : label} />,
      isNumeric: true,
      className: 'font-mono text-2xs',
      cell: (c: Candidate) => (c.exempt === undefined ? figures(term(c, label) ?? 0) : ''),
    })),
    {
      id: 'points',
      head: <span className="whitespace-nowrap">= points</span>,
      isNumeric: true,
      className: 'font-mono text-2xs',
      cell: (c) =>
        c.exempt === undefined ? figures(c.points) : <span className="font-sans text-soft">{c.exempt}</span>,
    },
    {
      id: 'score',
      head: <Head label="oom_score, as /proc shows it" short="score" />,
      isNumeric: true,
      className: 'font-mono text-2xs text-soft',
      cell: (c) => c.oomScore ?? '–',
    },
  ];
  return (
    <div>
      <DataTable
        caption={
          fact.formula === undefined
            ? `Who could have died${isInPages ? ', in pages of 4 KiB' : ''}: each row adds up to its points`
            : 'Who could have died: the terms of the rule, and the points it gave'
        }
        isCaptionShown
        columns={columns}
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

/** A column's name where there is little room, with its whole name for whoever asks. */
function Head({ label, short }: { label: string; short: string }) {
  return label === short ? label.replaceAll('_', '_\u200b') : <abbr title={label}>{short}</abbr>;
}

/** The kernel's report, whole only on request: the first line says what happened. */
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

function RefusalBody({ decision }: { decision: Refusal }) {
  const { fact } = decision;
  const hasNumbers = (decision.context?.remedies.length ?? 0) > 0;
  const otherwise = fact.remedy && (hasNumbers ? otherWays(decision.policy, fact.remedy) : fact.remedy);
  return (
    <>
      <p className="text-lg leading-snug font-medium text-pretty">
        {systemName(decision.policy)} refused <Mono>{fact.call}</Mono> with{' '}
        <span className="text-warn">{fact.errno ?? 'ENOMEM'}</span>. {refusalSentence(fact)}
      </p>
      <dl className="text-xs">
        {fact.isSummed && <Figure label={countedLabel(fact)} pages={fact.counted} />}
        <Figure label="asked" pages={fact.asked} />
        {fact.isSummed && <Figure label="together" pages={fact.counted + fact.asked} isStrong />}
        {fact.terms.map((t) => (
          <Figure key={t.label} label={t.label} pages={t.pages} isSoft />
        ))}
        {fact.limit !== null && <Figure label="limit" pages={fact.limit} isStrong />}
        {fact.limit !== null && (
          <Figure
            label="too much by"
            pages={Math.max(0, (fact.isSummed ? fact.counted : 0) + fact.asked - fact.limit)}
            isWarn
          />
        )}
      </dl>
      <Turnings decision={decision} title="What would have granted it" />
      {otherwise && (
        <p className="text-soft text-pretty">
          {hasNumbers ? 'Another way' : 'What would have granted it'}: {otherwise}.
        </p>
      )}
      {!isOwnLimit(fact) && <p className="text-xs text-soft">Rule {fact.rule}</p>}
    </>
  );
}

const countedLabel = ({ rule }: Refusal['fact']): string =>
  ({ RLIMIT_AS: 'already mapped', RLIMIT_DATA: 'already mapped, writable', RLIMIT_MEMLOCK: 'already locked' })[rule] ??
  'already promised';

function Figure({
  label,
  pages,
  isStrong,
  isSoft,
  isWarn,
}: {
  label: string;
  pages: number;
  isStrong?: boolean;
  isSoft?: boolean;
  isWarn?: boolean;
}) {
  const looks = cx(isStrong && 'font-semibold', isSoft && 'text-soft', isWarn && 'font-semibold text-warn');
  return (
    <div className={cx('flex justify-between gap-4 border-b border-line py-1', looks)}>
      <dt className={cx(isSoft && 'pl-3')}>{label}</dt>
      <dd className="font-mono whitespace-nowrap" title={kb(pages)}>
        {mib(pages)}
      </dd>
    </div>
  );
}
