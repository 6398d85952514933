import { parentPort, workerData } from 'node:worker_threads';
import { checkText } from './checkText.ts';

/** The thread in which one uploaded log is checked; it ends with its answer. */
parentPort?.postMessage(checkText((workerData as { text: string }).text));
