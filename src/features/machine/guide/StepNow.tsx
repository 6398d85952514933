'use client';
import type { GuideStepShape } from '@overcommit/protocol/api';
import { count } from '@overcommit/reading';
import { Check, CornerDownLeft } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import type { People } from '@/machineView/people.ts';
import { Button } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import type { PromptHandle } from '../../machineParts/shell/Shell.tsx';
import { useStepLines } from './useStepLines.ts';

/** A longer list is shown around the line that is next, so that the button stays in sight. */
const MOST_LINES = 4;

type Props = {
  step: GuideStepShape;
  sent: readonly boolean[];
  /** Whose turn it is; null = anyone's. */
  doer: string | null;
  me: string | null;
  isAlone: boolean;
  people: People;
  prompt: RefObject<PromptHandle | null>;
  /** What the step needs besides lines: its question, or the kernels. */
  children?: ReactNode;
};

/** The step that is next: who does it, what to do, its lines, and what to look at. */
export function StepNow({ step, sent, doer, me, isAlone, people, prompt, children }: Props) {
  const isMine = isAlone || doer === null || doer === me;
  return (
    <div className="grid grid-cols-1 gap-2 rounded-lg border-2 border-ink bg-panel p-3">
      {step.lines.length > 0 && <Turn {...{ doer, me, isAlone, people }} />}
      <p className="text-base font-medium text-pretty">{step.say}</p>
      {step.lines.length > 0 && <Lines {...{ step, sent, prompt, isMine }} canSend={me !== null} />}
      {children}
      {step.look && (
        <p className="text-sm text-pretty text-soft">
          <b className="font-medium text-ink">Look at:</b> {step.look}
        </p>
      )}
    </div>
  );
}

function Turn({ doer, me, isAlone, people }: Pick<Props, 'doer' | 'me' | 'isAlone' | 'people'>) {
  if (isAlone) return null;
  if (doer === null) return <p className="text-sm text-soft">One of you does this.</p>;
  return (
    <p className="flex items-center gap-2 text-sm">
      <OwnerMark look={people.look(doer)} />
      <b className="font-medium">{doer === me ? `Your turn, ${people.name(doer)}` : `${people.name(doer)}’s turn`}</b>
      {doer !== me && me !== null && <span className="text-soft">you watch</span>}
    </p>
  );
}

function Lines({
  step,
  sent,
  prompt,
  isMine,
  canSend,
}: Pick<Props, 'step' | 'sent' | 'prompt'> & { isMine: boolean; canSend: boolean }) {
  const { at, line, isReady, put, press } = useStepLines(step.lines, sent, prompt);
  const from = Math.max(0, Math.min(at < 0 ? step.lines.length : at, step.lines.length - MOST_LINES + 1) - 1);
  const shown = step.lines.map((text, index) => ({ text, index })).slice(from, from + MOST_LINES);
  const left = step.lines.length - from - shown.length;
  return (
    <>
      <ol aria-label="Lines of this step" className="grid grid-cols-1 rounded-md bg-sunk py-1 font-mono text-xs">
        {from > 0 && <li className="px-2.5 font-sans text-soft">{count(from, 'line')} before</li>}
        {shown.map(({ text, index }) => (
          <li
            key={index}
            className={cx('flex items-center gap-1.5 px-2.5 py-0.5', sent[index] && 'text-soft')}
            aria-current={index === at ? 'step' : undefined}
          >
            <span className="grid size-3.5 shrink-0 place-items-center">
              {sent[index] && <Check className="size-3.5 text-ok" aria-label="sent" />}
            </span>
            {canSend ? (
              <button
                type="button"
                className="min-w-0 text-left wrap-anywhere hover:underline"
                title="Put this line at the prompt"
                onClick={() => put(index)}
              >
                {text}
              </button>
            ) : (
              <span className="wrap-anywhere">{text}</span>
            )}
          </li>
        ))}
        {left > 0 && <li className="px-2.5 font-sans text-soft">{count(left, 'line')} after</li>}
      </ol>
      {canSend && line !== null && (
        <Button variant={isMine ? 'primary' : 'plain'} size="lg" className="min-w-0 justify-between!" onClick={press}>
          <span className="min-w-0 truncate">
            {isReady ? 'Send ' : 'Fill in '}
            <span className="font-mono">{line}</span>
          </span>
          <CornerDownLeft aria-hidden />
        </Button>
      )}
    </>
  );
}
