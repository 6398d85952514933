import { parentPort } from 'node:worker_threads';
import { type Judging, judgeJob } from './job.ts';

/** The thread in which logs are judged, one job after another. */
parentPort?.on('message', (job: Judging) => parentPort?.postMessage(judgeJob(job)));
