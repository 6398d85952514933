import type { FromReader, ToReader } from './messages.ts';
import { createReader } from './reader.ts';

/** The worker's side of the messages; the DOM types know only the page's. */
type Port = {
  postMessage: (message: FromReader) => void;
  onmessage: ((event: MessageEvent<ToReader>) => void) | null;
};

const port = self as unknown as Port;
const answer = createReader();
port.onmessage = ({ data }) => port.postMessage(answer(data));
