import { type ExplainInput, explainSteps } from '@overcommit/reading';
import type { FromExplainer } from './explainPort.ts';

/** The worker's side of the messages; the DOM types know only the page's. */
type Port = {
  postMessage: (message: FromExplainer) => void;
  onmessage: ((event: MessageEvent<ExplainInput>) => void) | null;
};

const PROGRESS_MS = 100;
const port = self as unknown as Port;

port.onmessage = ({ data }) => {
  try {
    const steps = explainSteps(data);
    let toldAt = performance.now();
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return port.postMessage({ type: 'explained', explained: step.value });
      if (performance.now() - toldAt < PROGRESS_MS) continue;
      toldAt = performance.now();
      port.postMessage({ type: 'step', step: step.value });
    }
  } catch (error) {
    port.postMessage({
      type: 'failed',
      message: error instanceof Error ? error.message : 'It could not be worked out.',
    });
  }
};
