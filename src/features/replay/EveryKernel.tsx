'use client';
import { killCount, type LaneReport } from '@overcommit/engine';
import { Button } from '@/ui/Button.tsx';
import { Progress } from '@/ui/Progress.tsx';
import { count, entryNumber } from '../machine/format.ts';
import type { People } from '../machine/people.ts';
import { FateTable } from './FateTable.tsx';
import type { KernelRun } from './replayLink.ts';

type Props = {
  run: KernelRun | null;
  people: People;
  onRun: () => void;
  onStop: () => void;
  onGoTo: (seq: number) => void;
};

/** The same inputs under every kernel, from the beginning: who would have died where. */
export function EveryKernel({ run, people, onRun, onStop, onGoTo }: Props) {
  if (run === null)
    return (
      <div className="grid justify-items-start gap-2">
        <p>The same inputs, from the beginning, under each kernel there is. It runs here, in your browser.</p>
        <Button variant="primary" onClick={onRun}>
          Run under every kernel
        </Button>
      </div>
    );
  if ('progress' in run) {
    const { done, total, lane, lanes } = run.progress;
    return <Progress label={`Kernel ${lane} of ${lanes}, inputs`} done={done} total={total} onCancel={onStop} />;
  }
  const [, ...others] = run.lanes;
  return (
    <div className="grid min-w-0 gap-3">
      <ul className="grid gap-1" aria-label="Kernels">
        {others.map((lane) => (
          <KernelLine key={lane.title} lane={lane} onGoTo={onGoTo} />
        ))}
      </ul>
      <FateTable lanes={run.lanes} people={people} />
      <div>
        <Button onClick={onRun}>Run again</Button>
      </div>
    </div>
  );
}

function KernelLine({ lane, onGoTo }: { lane: LaneReport; onGoTo: (seq: number) => void }) {
  const kills = killCount(lane);
  const at = lane.divergence?.at;
  return (
    <li className="flex flex-wrap items-baseline gap-x-2">
      <span className="font-medium">{lane.title}</span>
      <span className={kills > 0 ? 'text-kill' : 'text-soft'}>
        {kills > 0 ? `✖ ${count(kills, 'kill')}` : 'nobody killed'}
      </span>
      {lane.refusals.length > 0 && <span className="text-warn">▲ {count(lane.refusals.length, 'refusal')}</span>}
      {lane.skipped > 0 && <span className="text-soft">{count(lane.skipped, 'input')} no longer possible</span>}
      {lane.panic !== null && <span className="text-warn">kernel panic</span>}
      {at !== undefined && (
        <Button size="sm" variant="ghost" onClick={() => onGoTo(at)} title={lane.divergence?.words}>
          differs from {entryNumber(at)}
        </Button>
      )}
    </li>
  );
}
