import { parentPort } from 'node:worker_threads';
import { judgeSeal, type Rubric, type SealedWork } from '@overcommit/coursework';

export type Judging = { rubric: Rubric; work: SealedWork };

/** The thread in which sealed work is judged, one team after another. */
parentPort?.on('message', ({ rubric, work }: Judging) => parentPort?.postMessage(judgeSeal(rubric, work)));
