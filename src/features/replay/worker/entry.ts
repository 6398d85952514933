import { createWorkerSide } from './handler.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** A worker's own end of the line; the DOM's types know only the page's. */
type Port = { postMessage: (message: FromWorker) => void; onmessage: ((event: MessageEvent<ToWorker>) => void) | null };

const port = self as unknown as Port;
const side = createWorkerSide({ send: (message) => port.postMessage(message), now: () => performance.now() });
port.onmessage = ({ data }) => side.take(data);
