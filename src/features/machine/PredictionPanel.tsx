'use client';
import type { Prediction } from '@overcommit/engine';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.tsx';
import { SectionTitle } from '@/ui/Card.tsx';
import { AskClass } from './AskClass.tsx';
import { PredictionCard } from './PredictionCard.tsx';
import type { People, SeatLike } from './people.ts';
import { predictionsAt } from './predictions.ts';
import type { Snapshot } from './snapshot.ts';

const MOST_SHOWN = 12;

export type PredictionPanelProps = {
  machineId: string;
  labSlug: string;
  snapshot: Snapshot;
  people: People;
  mySeat: SeatLike | null;
  /** May ask, close and reveal. */
  mayManage: boolean;
};

/** Questions to the class: staff put, close and reveal them; everybody answers; then all see who chose what. */
export function PredictionPanel({ machineId, labSlug, snapshot, people, mySeat, mayManage }: PredictionPanelProps) {
  const list: Prediction[] = predictionsAt(snapshot).slice(0, MOST_SHOWN);
  const trpc = useTRPC();
  const mine = useQuery(
    trpc.predictions.mine.queryOptions({ machineId }, { enabled: mySeat !== null && list.some(isSealed) }),
  );
  if (list.length === 0 && !mayManage) return null;
  return (
    <section aria-label="Predictions" className="grid grid-cols-1 gap-2.5">
      <SectionTitle as="h3">Predictions</SectionTitle>
      {mayManage && <AskClass machineId={machineId} labSlug={labSlug} hasVictims={snapshot.processes.length > 0} />}
      <ul className="grid grid-cols-1 gap-2.5">
        {list.map((prediction) => (
          <PredictionCard
            key={prediction.prompt}
            machineId={machineId}
            prediction={prediction}
            people={people}
            mySeat={mySeat}
            mayManage={mayManage}
            myAnswer={mine.data?.find(({ prompt }) => prompt === prediction.prompt)?.answer ?? null}
          />
        ))}
      </ul>
    </section>
  );
}

const isSealed = ({ revealedAt }: Prediction): boolean => revealedAt === null;
