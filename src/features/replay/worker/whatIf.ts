import { type Entry, type MainLine, recordedLane, runUnderAll } from '@overcommit/engine';
import type { LogPlayer } from './logPlayer.ts';
import type { FromWorker } from './messages.ts';

/** A run may block the worker for this long. Then a seek gets its turn. */
const SLICE_MS = 40;

/** Computations over the whole log: the fate of each process, as recorded and under every kernel. */
export function createWhatIf({ send, now }: { send: (message: FromWorker) => void; now: () => number }) {
  let running: ReturnType<typeof runUnderAll> | null = null;

  const slice = (run: ReturnType<typeof runUnderAll>): void => {
    const until = now() + SLICE_MS;
    while (running === run) {
      const step = run.next();
      if (step.done) {
        running = null;
        send({ type: 'kernelsDone', lanes: step.value });
        return;
      }
      if (now() < until) continue;
      send({ type: 'kernels', progress: step.value });
      setTimeout(() => slice(run));
      return;
    }
  };
  return {
    report: (player: LogPlayer) => send({ type: 'report', report: recordedLane(mainLine(player), 'as recorded') }),
    everyKernel: (player: LogPlayer) => {
      running = runUnderAll(mainLine(player));
      slice(running);
    },
    stop: () => {
      running?.return([]);
      running = null;
    },
  };
}

function mainLine(player: LogPlayer): MainLine {
  const entries: Entry[] = [];
  for (let seq = 1; seq <= player.lastSeq(); seq++) entries.push(player.entryAt(seq) as Entry);
  return { spec: player.spec, entries };
}
