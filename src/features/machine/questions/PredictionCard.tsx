'use client';
import type { Prediction } from '@overcommit/engine';
import { entryNumber, percent, votersAmong } from '@overcommit/reading';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, Lock } from 'lucide-react';
import type { People, SeatLike } from '@/machineView/people.ts';
import { type Bar, barsOf, isOpen, outcomeSentence } from '@/machineView/predictions.ts';
import { useTRPC } from '@/trpc/client.tsx';
import { Badge } from '@/ui/Badge.tsx';
import { Button } from '@/ui/Button.tsx';
import { Card } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { EndAnswering } from './EndAnswering.tsx';
import { RevealForm } from './RevealForm.tsx';

type Props = {
  machineId: string;
  prediction: Prediction;
  people: People;
  mySeat: SeatLike | null;
  mayManage: boolean;
  myAnswer: string | null;
  /** A machine of a course: there only students answer. */
  isClass: boolean;
  /** Who has the machine open now. */
  present: readonly { actorId: string }[];
  /** Inside a step of the handout: only what is needed to answer. */
  isBare?: boolean;
};

/** One question: open for my answer, waiting for others, or revealed with the class's answers. */
export function PredictionCard({
  machineId,
  prediction,
  people,
  mySeat,
  mayManage,
  myAnswer,
  isClass,
  present,
  isBare,
}: Props) {
  const open = isOpen(prediction);
  const isRevealed = prediction.revealedAt !== null;
  const outcome = outcomeSentence(prediction);
  const Heading = isBare ? 'h3' : 'h4';
  return (
    <Card
      as="li"
      className={cx('grid grid-cols-1 gap-2', isBare ? 'border-0! bg-transparent! p-0 shadow-none!' : 'p-3')}
    >
      <div className="flex flex-wrap items-start justify-between gap-2">
        <Heading className="min-w-0 font-medium text-balance wrap-anywhere">{prediction.question}</Heading>
        {!isBare && <Badge tone={open ? 'plain' : 'soft'}>{open ? 'open' : isRevealed ? 'revealed' : 'closed'}</Badge>}
      </div>
      <p className={cx('text-xs text-soft', isBare && 'sr-only')}>
        {people.name(prediction.by)} {prediction.keeper === 'lab' ? 'put this question of the lab' : 'asked'} at{' '}
        {entryNumber(prediction.askedAt)}.
      </p>
      {isRevealed ? (
        <Distribution bars={barsOf(prediction)} people={people} />
      ) : (
        <Choices
          machineId={machineId}
          prediction={prediction}
          myAnswer={myAnswer}
          isDisabled={!open || mySeat === null}
        />
      )}
      {outcome && <p role="status">{outcome}</p>}
      {!isRevealed && <Answered {...{ prediction, people, isClass }} isOpen={open} />}
      {open && prediction.keeper === 'lab' && (
        <EndAnswering {...{ machineId, prediction, people, mySeat, isClass, present }} />
      )}
      {mayManage && !isRevealed && <RevealForm machineId={machineId} prediction={prediction} />}
    </Card>
  );
}

function Choices({
  machineId,
  prediction,
  myAnswer,
  isDisabled,
}: {
  machineId: string;
  prediction: Prediction;
  myAnswer: string | null;
  isDisabled: boolean;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const answer = useMutation(
    trpc.predictions.answer.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.predictions.mine.queryFilter({ machineId })),
    }),
  );
  const chosen = answer.isPending ? answer.variables.answer : myAnswer;
  return (
    <>
      <fieldset className="flex flex-wrap gap-1.5" disabled={isDisabled}>
        <legend className="sr-only">{`Your answer to: ${prediction.question}`}</legend>
        {prediction.choices.map((choice) => (
          <Button
            key={choice}
            size="lg"
            variant={choice === chosen ? 'primary' : 'plain'}
            aria-pressed={choice === chosen}
            className="max-w-full px-3! font-mono whitespace-normal! wrap-anywhere"
            onClick={() => answer.mutate({ machineId, prompt: prediction.prompt, answer: choice })}
          >
            {choice === chosen && <Lock aria-hidden />}
            {choice}
          </Button>
        ))}
      </fieldset>
      {answer.error && (
        <p role="alert" className="text-xs text-warn">
          {answer.error.message}
        </p>
      )}
      {chosen !== null && (
        <p className="text-xs text-soft">
          You said <b className="font-medium text-ink">{chosen}</b>, sealed
          {isDisabled ? '.' : '. You may change it until the question is closed.'}
        </p>
      )}
    </>
  );
}

/** Who has answered. The answers stay hidden. */
function Answered({
  prediction,
  people,
  isClass,
  isOpen: open,
}: Pick<Props, 'prediction' | 'people' | 'isClass'> & { isOpen: boolean }) {
  const actors = prediction.sealed.map(({ actor }) => actor);
  const voters = new Set([...votersAmong(people.seats, isClass).map(({ actorId }) => actorId), ...actors]);
  const away = (prediction.away ?? []).map((actor) => people.name(actor)).join(', ');
  return (
    <div className="flex flex-wrap items-center gap-1.5 text-xs text-soft">
      <span>
        {actors.length} of {voters.size} answered{open ? '' : '; answering has ended'}
        {away && ` (away: ${away})`}
      </span>
      {actors.map((actor) => (
        <OwnerMark key={actor} look={people.look(actor)} size="sm" />
      ))}
    </div>
  );
}

/** The class's answers as bars, with the initials of the people who chose each one. */
function Distribution({ bars, people }: { bars: Bar[]; people: People }) {
  const all = bars.reduce((sum, { actors }) => sum + actors.length, 0);
  return (
    <ul className="grid grid-cols-1 gap-1.5" aria-label="What the class said">
      {bars.map(({ choice, actors, late, isRight }) => (
        <li key={choice} className="grid grid-cols-1 gap-0.5">
          <p className="flex items-baseline gap-2">
            <span className={cx('min-w-0 flex-1 font-mono wrap-anywhere', isRight === true && 'font-semibold')}>
              {choice}
            </span>
            {isRight === true && (
              <span className="flex items-center gap-1 text-xs text-ok">
                <Check className="size-3.5" aria-hidden />
                right
              </span>
            )}
            <span className="tabular-nums">{actors.length}</span>
          </p>
          <div className="flex items-center gap-1.5">
            <span aria-hidden className="h-2 min-w-0 flex-1 rounded-full bg-sunk">
              <span
                className={cx('block h-2 rounded-full', isRight === true ? 'bg-ok' : 'bg-line-strong')}
                style={{ width: percent(actors.length, all) }}
              />
            </span>
          </div>
          {actors.length > 0 && (
            <span className="flex flex-wrap items-center gap-1 text-xs text-soft">
              {actors.map((actor) => (
                <OwnerMark key={actor} look={people.look(actor)} size="sm" />
              ))}
              {late.length > 0 && `${late.map((actor) => people.name(actor)).join(', ')}: after it had happened`}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
