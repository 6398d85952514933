'use client';
import type { Prediction } from '@overcommit/engine';
import { votersAmong } from '@overcommit/reading';
import { useMutation } from '@tanstack/react-query';
import type { People, SeatLike } from '@/machineView/people.ts';
import { missingFrom } from '@/machineView/predictions.ts';
import { useTRPC } from '@/trpc/client.tsx';
import { Button } from '@/ui/Button.tsx';

/** Says when the lab reveals the answers: after the event, or earlier, when all who are here have answered and one of them asks for it. */
export function EndAnswering({
  machineId,
  prediction,
  people,
  mySeat,
  isClass,
  present,
}: {
  machineId: string;
  prediction: Prediction;
  people: People;
  mySeat: SeatLike | null;
  isClass: boolean;
  present: readonly { actorId: string }[];
}) {
  const trpc = useTRPC();
  const end = useMutation(trpc.predictions.end.mutationOptions());
  const voters = votersAmong(people.seats, isClass);
  const here = missingFrom(prediction, voters, present).filter(({ isHere }) => isHere);
  const event = prediction.about === 'victim' ? 'when a process is killed' : 'when it has happened';
  const isVoter = voters.some(({ actorId }) => actorId === mySeat?.actorId);
  const hasAnswered = isVoter && prediction.sealed.some(({ actor }) => actor === mySeat?.actorId);
  return (
    <div className="grid grid-cols-1 justify-items-start gap-1.5 border-t border-line pt-2 text-xs text-soft">
      <p>
        The lab opens all answers {event}
        {hasAnswered && here.length > 0 && `, or earlier, once ${namesOf(here, people)} answered as well`}.
      </p>
      {hasAnswered && here.length === 0 && (
        <Button isPending={end.isPending} onClick={() => end.mutate({ machineId, prompt: prediction.prompt })}>
          Everyone here has answered: open them now
        </Button>
      )}
      {end.error && (
        <p role="alert" className="text-warn">
          {end.error.message}
        </p>
      )}
    </div>
  );
}

function namesOf(list: readonly { actorId: string }[], people: People): string {
  const [first, ...rest] = list;
  const name = people.name(first?.actorId ?? null);
  return rest.length === 0 ? `${name} has` : `${name} and ${rest.length} more have`;
}
