'use client';
import type { Prediction } from '@overcommit/engine';
import { promptText } from '@overcommit/handbook/promptText';
import { useQuery } from '@tanstack/react-query';
import type { People, SeatLike } from '@/machineView/people.ts';
import { predictionsAt, puttable } from '@/machineView/predictions.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { useTRPC } from '@/trpc/client.tsx';
import { SectionTitle } from '@/ui/Card.tsx';
import { AskClass } from './AskClass.tsx';
import { LabQuestions } from './LabQuestions.tsx';
import { PredictionCard } from './PredictionCard.tsx';

const MOST_SHOWN = 12;

export type PredictionPanelProps = {
  machineId: string;
  labSlug: string;
  snapshot: Snapshot;
  people: People;
  mySeat: SeatLike | null;
  /** May ask, close and reveal. */
  mayManage: boolean;
  /** Every member may ask the lab's questions. */
  membersAsk: boolean;
  /** A machine of a course: staff reveal there what they asked. */
  isClass: boolean;
  present: readonly { actorId: string }[];
};

/**
 * Questions to everyone at the machine. Staff ask any question, members the lab's. Each person answers; staff or the lab
 * reveal the answers; then all see who chose what. `isBrief`: only open questions, no form for a new one. `topic`: only
 * this question of the lab.
 */
export function PredictionPanel({
  isBrief = false,
  topic,
  ...props
}: PredictionPanelProps & { isBrief?: boolean; topic?: string }) {
  const { machineId, labSlug, snapshot, people, mySeat, mayManage, membersAsk, isClass, present } = props;
  const isMeant = ({ topic: of }: { topic: string }) => topic === undefined || of === topic;
  const all = predictionsAt(snapshot).filter(isMeant);
  const list: Prediction[] = all.slice(0, MOST_SHOWN);
  const trpc = useTRPC();
  const mine = useQuery(
    trpc.predictions.mine.queryOptions({ machineId }, { enabled: mySeat !== null && list.some(isSealed) }),
  );
  const lab = useQuery(trpc.labs.get.queryOptions({ slug: labSlug }, { enabled: labSlug !== '' }));
  const mayPut = !isBrief && (mayManage || (mySeat !== null && membersAsk));
  const prompts = mayPut ? puttable(lab.data?.lab.prompts ?? [], all).filter(({ id }) => isMeant({ topic: id })) : [];
  const isWhole = !isBrief && topic === undefined;
  if (list.length === 0 && prompts.length === 0 && !(mayManage && isWhole)) return null;
  const names = snapshot.processes.map(({ name }) => name);
  return (
    <section aria-label={isWhole ? 'Predictions' : 'The question'} className="grid grid-cols-1 gap-2.5">
      {topic === undefined && <SectionTitle as="h3">Predictions</SectionTitle>}
      {prompts.length > 0 && (
        <LabQuestions
          machineId={machineId}
          prompts={prompts.map((one) => ({ ...one, text: promptText(one, snapshot.machine.spec) }))}
          isStaff={mayManage}
          isClass={isClass}
          names={names}
        />
      )}
      {mayManage && isWhole && (
        <AskClass
          machineId={machineId}
          hasVictims={names.length > 0}
          hasMembers={people.seats.some(({ role }) => role === 'student')}
          membersAsk={membersAsk}
        />
      )}
      <ul className="grid grid-cols-1 gap-2.5">
        {list.map((prediction) => (
          <PredictionCard
            key={prediction.prompt}
            machineId={machineId}
            prediction={prediction}
            people={people}
            mySeat={mySeat}
            mayManage={mayManage}
            isClass={isClass}
            present={present}
            isBare={topic !== undefined}
            myAnswer={mine.data?.find(({ prompt }) => prompt === prediction.prompt)?.answer ?? null}
          />
        ))}
      </ul>
    </section>
  );
}

const isSealed = ({ revealedAt }: Prediction): boolean => revealedAt === null;
