import { cx } from '@/ui/cx.ts';
import { Mono } from '@/ui/Small.tsx';
import { Part, Turnings, Typed } from './CardParts.tsx';
import { kb, mib } from './format.ts';
import { Glossed } from './Glossed.tsx';
import type { Decision } from './history.ts';
import { WorkNote } from './MissingLine.tsx';
import type { People } from './people.ts';
import { isOwnLimit, perror, refusalSentence, systemName } from './sentences.ts';
import { otherWays } from './turning.ts';
import type { Explanation } from './useExplanation.ts';

type Refusal = Decision & { kind: 'refusal' };

/** A refusal in the same order: who was refused what, why, with the whole sum, who asked, what would have granted it. */
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
  const otherwise = fact.remedy && (hasNumbers ? otherWays(policy, fact.remedy) : fact.remedy);
  const errno = fact.errno ?? 'ENOMEM';
  const said = perror(policy, errno);
  return (
    <>
      <p className="text-lg leading-snug font-medium text-pretty">
        {systemName(policy)} refused <Mono>{fact.process}</Mono>’s <Mono className="text-warn">{fact.call}</Mono>.
      </p>
      <Part title="Why">
        <p className="text-pretty">
          {fact.isSummed && fact.limit !== null && !isOwnLimit(fact) && (
            <>
              This kernel keeps <Glossed term="strict accounting" />: it promises memory only up to a limit.{' '}
            </>
          )}
          {refusalSentence(fact)} The call answers{' '}
          {errno === 'ENOMEM' || errno === 'EAGAIN' ? <Glossed term="ENOMEM and EAGAIN">{errno}</Glossed> : errno}
          {said && `, “${said}”`}; nobody dies.
        </p>
        <Sum fact={fact} />
      </Part>
      <Part title="Who asked">
        <Typed decision={decision} people={people} />
      </Part>
      <Turnings decision={decision} title="What would have granted it" />
      <WorkNote work={explanation.work} question="What would have granted it?" />
      {otherwise && (
        <p className="text-soft text-pretty">
          {hasNumbers ? 'Another way' : 'What would have granted it'}: {otherwise}.
        </p>
      )}
      {!isOwnLimit(fact) && <p className="text-xs text-soft">Rule {fact.rule}</p>}
    </>
  );
}

/** What was there, what was asked, the limit; each a line. */
function Sum({ fact }: { fact: Refusal['fact'] }) {
  return (
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
