import { createHandler } from './handler.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** The worker's side of the messages; the DOM types know only the page's. */
type Port = { postMessage: (message: FromWorker) => void; onmessage: ((event: MessageEvent<ToWorker>) => void) | null };

const port = self as unknown as Port;
const handler = createHandler({ send: (message) => port.postMessage(message), now: () => performance.now() });
port.onmessage = ({ data }) => handler.take(data);
