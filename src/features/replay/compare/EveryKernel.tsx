'use client';
import type { LaneReport } from '@overcommit/engine';
import { entryNumber, figures, killCount } from '@overcommit/reading';
import type { People } from '@/machineView/people.ts';
import { Button } from '@/ui/Button.tsx';
import { DataTable } from '@/ui/DataTable.tsx';
import { Progress } from '@/ui/Progress.tsx';
import { LINK } from '@/ui/Small.tsx';
import type { KernelRun } from '../worker/client.ts';
import { FateTable } from './FateTable.tsx';

type Props = {
  run: KernelRun | null;
  people: People;
  onRun: () => void;
  onStop: () => void;
  onGoTo: (seq: number) => void;
};

/** The same inputs under every kernel, from the beginning: which process dies in which. */
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
      <DataTable
        caption="Kernels"
        rows={others}
        rowKey={(lane) => lane.title}
        columns={[
          { id: 'kernel', head: 'kernel', cell: (lane) => <span className="font-medium">{lane.title}</span> },
          { id: 'killed', head: 'killed', isNumeric: true, cell: killsOf },
          { id: 'refused', head: 'refused', isNumeric: true, cell: refusalsOf },
          {
            id: 'skipped',
            head: <abbr title="inputs that could not happen any more">left out</abbr>,
            isNumeric: true,
            cell: (lane) => figures(lane.skipped),
          },
          {
            id: 'at',
            head: 'differs from',
            isNumeric: true,
            cell: (lane) => <Difference lane={lane} onGoTo={onGoTo} />,
          },
        ]}
      />
      <FateTable lanes={run.lanes} people={people} />
      <div>
        <Button onClick={onRun}>Run again</Button>
      </div>
    </div>
  );
}

function killsOf(lane: LaneReport) {
  const kills = killCount(lane);
  if (lane.panic !== null) return <span className="text-warn">kernel panic</span>;
  return kills > 0 ? <span className="text-kill">✖ {figures(kills)}</span> : <span className="text-soft">nobody</span>;
}

function refusalsOf({ refusals }: LaneReport) {
  return refusals.length > 0 ? <span className="text-warn">▲ {figures(refusals.length)}</span> : '0';
}

function Difference({ lane, onGoTo }: { lane: LaneReport; onGoTo: (seq: number) => void }) {
  if (!lane.divergence) return <span className="text-soft">nowhere</span>;
  const { at, words } = lane.divergence;
  return (
    <button type="button" className={LINK} onClick={() => onGoTo(at)} title={words}>
      {entryNumber(at)}
    </button>
  );
}
