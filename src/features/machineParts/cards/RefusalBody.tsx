import { printSignal } from '@overcommit/engine';
import type { Decision, SumRow } from '@overcommit/reading';
import {
  amountOf,
  isLimitFact,
  isOfMemory,
  kb,
  mib,
  otherWays,
  perror,
  refusalSentence,
  refusalSum,
  systemName,
} from '@overcommit/reading';
import type { People } from '@/machineView/people.ts';
import { cx } from '@/ui/cx.ts';
import { Mono } from '@/ui/Small.tsx';
import { Glossed } from '../../glossary/Glossed.tsx';
import { Counterfactuals, Part, Typed } from './CardParts.tsx';
import { WorkNote } from './MissingLine.tsx';
import type { Explanation } from './useExplanation.ts';

type Refusal = Decision & { kind: 'refusal' };

/** A refusal, in the same order: who was refused what, why, the whole sum, who asked, what would have granted it. */
export function RefusalBody({
  decision,
  people,
  explanation,
}: {
  decision: Refusal;
  people: People;
  explanation: Explanation;
}) {
  const { fact, policy } = decision;
  const hasNumbers = (decision.context?.remedies.length ?? 0) > 0;
  const otherwise = otherWays(decision, hasNumbers);
  return (
    <>
      <p className="text-lg leading-snug font-medium text-pretty">
        {!isOfMemory(fact) ? (
          <>
            <Mono>{fact.process}</Mono>’s <Mono className="text-warn">{fact.call}</Mono> failed.
          </>
        ) : (
          <>
            {systemName(policy)} refused <Mono>{fact.process}</Mono>’s <Mono className="text-warn">{fact.call}</Mono>.
          </>
        )}
      </p>
      <Part title="Why">
        <p className="text-pretty">
          {!isLimitFact(fact) && fact.isSummed && fact.limit !== null && (
            <>
              This kernel keeps <Glossed term="strict accounting" />: it promises memory only up to a limit.{' '}
            </>
          )}
          {refusalSentence(fact, decision.ask)} <Answer decision={decision} />
        </p>
        <Sum decision={decision} />
      </Part>
      <Part title="Who asked">
        <Typed decision={decision} people={people} />
      </Part>
      <Counterfactuals decision={decision} title="What would have granted it" aftermaths={explanation.aftermaths} />
      <WorkNote work={explanation.work} question="What would have granted it?" />
      {otherwise && (
        <p className="text-soft text-pretty">
          {hasNumbers ? 'Another way' : 'What would have granted it'}: {otherwise}.
        </p>
      )}
    </>
  );
}

/** What the caller was told. */
function Answer({ decision: { outcome, policy, fact } }: { decision: Refusal }) {
  if (outcome.kind === 'ended')
    return (
      <>
        The old program was gone by then, so no call is left to answer: {printSignal(outcome.signal)} ends{' '}
        <Mono>{fact.process}</Mono>.
      </>
    );
  const { result, detail } = outcome;
  if (result === 'ok') return <>The call itself answers ok{detail && `: ${detail}`}.</>;
  if (result.startsWith('SIG')) return <>The access raises {result}.</>;
  const said = perror(policy, result);
  return (
    <>
      The call answers{' '}
      {result === 'ENOMEM' || result === 'EAGAIN' ? <Glossed term="ENOMEM and EAGAIN">{result}</Glossed> : result}
      {said && `, “${said}”`}; no process dies of it.
    </>
  );
}

/** What was counted, what was asked, the limit: one line each. */
function Sum({ decision: { fact, ask } }: { decision: Refusal }) {
  return (
    <dl className="text-xs">
      {refusalSum(fact, ask).map(({ label, n, look }) => {
        const value = amountOf(fact, n);
        return <Figure key={label} {...{ label, look, value }} exact={value === mib(n) ? kb(n) : undefined} />;
      })}
    </dl>
  );
}

const LOOKS: Record<SumRow['look'], string> = {
  plain: '',
  part: 'text-soft',
  strong: 'font-semibold',
  warn: 'font-semibold text-warn',
};

function Figure({ label, value, exact, look }: { label: string; value: string; exact?: string; look: SumRow['look'] }) {
  return (
    <div className={cx('flex justify-between gap-4 border-b border-line py-1', LOOKS[look])}>
      <dt className={cx(look === 'part' && 'pl-3')}>{label}</dt>
      <dd className="font-mono whitespace-nowrap" title={exact}>
        {value}
      </dd>
    </div>
  );
}
