'use client';
import { type KernelPage, kernelSpec, kernelStory, type StoryLine } from '@overcommit/handbook';
import { type Decision, isOfMemory, refusedCall } from '@overcommit/reading';
import { useMemo, useState } from 'react';
import { explainerOf } from '@/machineView/explainSource.ts';
import { indexPeople, type SeatLike } from '@/machineView/people.ts';
import { Button } from '@/ui/Button.tsx';
import { Card } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { Mono } from '@/ui/Small.tsx';
import { CommitGauge } from '../machineParts/CommitGauge.tsx';
import { CandidateTable } from '../machineParts/cards/CandidateTable.tsx';
import { DecisionCard } from '../machineParts/cards/DecisionCard.tsx';
import { runScenario, type ScenarioState } from './scenario.ts';

const SEATS: SeatLike[] = [
  { actorId: 'ana', displayName: 'Ana', initials: 'AN', colour: 0, uid: 1001, role: 'student' },
  { actorId: 'ben', displayName: 'Ben', initials: 'BE', colour: 1, uid: 1002, role: 'student' },
];
const people = indexPeople(SEATS);

/** The story of all pages under this page's kernel, sent one by one; the engine runs here. */
export function Scenario({ page }: { page: KernelPage }) {
  const [sent, setSent] = useState(0);
  const state = useMemo(() => runScenario(page, sent), [page, sent]);
  const story = useMemo(() => kernelStory(page), [page]);
  const isDone = sent === story.length;
  const decision = state.decisions.at(-1);
  return (
    <Card as="section" aria-label="Run it" className="grid grid-cols-1 gap-4 p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-lg font-semibold tracking-tight">Run it</h2>
        <div className="flex flex-wrap gap-1.5">
          <Button variant="primary" disabled={isDone} onClick={() => setSent(sent + 1)}>
            Send the next line
          </Button>
          <Button disabled={isDone} onClick={() => setSent(story.length)}>
            Send all
          </Button>
          <Button disabled={sent === 0} onClick={() => setSent(0)}>
            Start over
          </Button>
        </div>
      </div>
      <p className="max-w-prose text-pretty">{page.watch}</p>
      <Lines {...{ story, sent, state }} />
      <CommitGauge commit={state.commit} use={state.use} people={people} className="border-0! px-0!" />
      {state.candidates.length > 0 && (
        <CandidateTable
          of="The running processes, as this kernel sees them"
          policy={kernelSpec(page).policy}
          candidates={state.candidates}
          isRanked
          victimPid={null}
          people={people}
        />
      )}
      <p role="status" className="sr-only">
        {isDone ? outcome(state) : `${sent} of ${story.length} lines sent`}
      </p>
      {decision && (
        <details key={`${decision.kind} ${decision.seq}`} open className="rounded-lg border border-line p-3">
          <summary className={cx('cursor-pointer font-medium', decision.kind === 'kill' ? 'text-kill' : 'text-warn')}>
            {headlineOf(decision)}
          </summary>
          <div className="mt-3">
            <DecisionCard
              decision={decision}
              people={people}
              explainer={explainerOf(`handbook ${page.id} ${sent}`, state.log)}
            />
          </div>
        </details>
      )}
    </Card>
  );
}

function headlineOf(decision: Decision): string {
  if (decision.kind === 'warning') return '▲ SIGDANGER to all';
  return decision.kind === 'kill' ? `✖ ${decision.fact.victim.process} killed` : `▲ ${refusedCall(decision.fact)}`;
}

/** For screen readers. */
function outcome({ decisions }: ScenarioState): string {
  const killed = decisions.flatMap((one) => (one.kind === 'kill' ? [one.fact.victim.process] : []));
  const refused = decisions.filter((one) => one.kind === 'refusal' && isOfMemory(one.fact)).length;
  const died = killed.length === 0 ? 'Nobody was killed' : `Killed: ${killed.join(', ')}`;
  return `${died}; ${refused} ${refused === 1 ? 'request was' : 'requests were'} refused.`;
}

function Lines({ story, sent, state }: { story: readonly StoryLine[]; sent: number; state: ScenarioState }) {
  return (
    <ol aria-label="The lines of the scenario" className="grid gap-0.5 rounded-md bg-sunk p-2 text-xs">
      {[...story.entries()].map(([i, { hand, line }]) => {
        const answer = state.answers[i];
        return (
          <li key={i} className={cx('flex flex-wrap items-center gap-x-2 px-1 py-0.5', i >= sent && 'text-soft')}>
            <OwnerMark look={people.look(hand)} size="sm" isDimmed={i >= sent} />
            <Mono>{line}</Mono>
            {answer && (
              <span className={cx('ml-auto text-right', answerLook(answer.result))}>
                {answer.killed.length > 0 ? (
                  <span className="font-medium text-kill">✖ {answer.killed.join(', ')} killed</span>
                ) : (
                  answer.result
                )}
                {answer.detail && <span className="text-soft"> · {answer.detail}</span>}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

const answerLook = (result: string): string =>
  result === 'ok' ? 'text-soft' : result === 'killed' ? 'font-medium text-kill' : 'font-medium text-warn';
