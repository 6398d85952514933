import { parentPort, workerData } from 'node:worker_threads';
import { checkText } from './checkText.ts';
import { uploadedText } from './uploadedText.ts';

/** The thread in which one uploaded log is checked; it ends with its answer, null for what is no upload of a log. */
const { log } = workerData as { log: string | Uint8Array };
const text = typeof log === 'string' ? log : uploadedText(log);
parentPort?.postMessage(text === null ? null : checkText(text));
