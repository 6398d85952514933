import type { PolicyId } from '@overcommit/engine';
import type { ExplainStep } from '@overcommit/reading';
import { missingWays, swapWord } from '@overcommit/reading';
import { Button } from '@/ui/Button.tsx';
import { Progress } from '@/ui/Progress.tsx';
import { Glossed } from '../../glossary/Glossed.tsx';
import type { Explanation, Work } from './useExplanation.ts';

/** How much memory was missing, as list items: the figures, or the progress of the search. */
export function MissingLine({ explanation, policy }: { explanation: Explanation; policy: PolicyId }) {
  const { shortfall, aftermaths, work } = explanation;
  const ways = missingWays(shortfall, policy, aftermaths);
  if (ways !== null)
    return ways.map((words, i) => (
      <li key={words} className="text-ink text-pretty">
        <SwapExplained words={words} swap={swapWord(policy)} />
        {i === ways.length - 1 && <span className="text-xs whitespace-nowrap text-soft"> Rules VIEW-7, VAR-15</span>}
      </li>
    ));
  if (work.state === 'none') return null;
  return (
    <li className="list-none -ml-4">
      <WorkNote work={work} question="How much was missing?" />
    </li>
  );
}

/** The sentence, with a glossary link at its first word for swap. */
function SwapExplained({ words, swap }: { words: string; swap: string }) {
  const at = words.indexOf(` ${swap}`) + 1;
  if (at === 0) return words;
  return (
    <>
      {words.slice(0, at)}
      <Glossed term="swap">{swap}</Glossed>
      {words.slice(at + swap.length)}
    </>
  );
}

const LABELS: Record<ExplainStep['what'], string> = {
  read: 'Reading up to this entry',
  tried: 'Carrying the entry out again, with more',
  carriedOn: 'Carrying the rest of the log out with each change',
};

/** The work behind a card: its progress, why it stopped, a button to start again. */
export function WorkNote({ work, question }: { work: Work; question: string }) {
  if (work.state === 'none') return null;
  if (work.state === 'stopped')
    return (
      <Button size="sm" onClick={work.start}>
        {question}
      </Button>
    );
  if (work.state === 'failed')
    return (
      <p role="alert" className="flex flex-wrap items-center gap-2 rounded-md bg-warn-bg px-2.5 py-1.5 text-warn">
        <span className="min-w-0 flex-1 text-pretty">
          {question} That could not be worked out. {work.message}
        </span>
        <Button size="sm" onClick={work.start}>
          Try again
        </Button>
      </p>
    );
  const { step, cancel } = work;
  if (!step)
    return (
      <p role="status" className="text-soft">
        {question} Working it out…
      </p>
    );
  return <Progress label={LABELS[step.what]} done={step.done} total={step.of} onCancel={cancel} />;
}
