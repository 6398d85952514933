import { expect, it } from 'vitest';
import { createReplayLink, type WorkerLike } from './client.ts';
import type { FromWorker, Moment, ToWorker } from './messages.ts';

function lineToNowhere() {
  const sent: ToWorker[] = [];
  const worker: WorkerLike = {
    postMessage: (message) => sent.push(message),
    onmessage: null,
    onerror: null,
    terminate: () => undefined,
  };
  const seen: number[] = [];
  const failures: string[] = [];
  const nothing = () => undefined;
  const link = createReplayLink(worker, {
    onProgress: nothing,
    onReady: nothing,
    onDigest: nothing,
    onScript: nothing,
    onReport: nothing,
    onRiver: nothing,
    onKernels: nothing,
    onMoment: (moment) => seen.push(moment.snapshot.seq),
    onFailed: (message) => failures.push(message),
  });
  const answer = (seq: number) => {
    const moment = { snapshot: { seq }, entry: null, lane: null } as unknown as Moment;
    worker.onmessage?.({ data: { type: 'moment', moment } satisfies FromWorker });
  };
  return { link, worker, sent, seen, failures, answer };
}

it('has one moment on its way at a time, and goes on to the last one that was wanted', () => {
  const { link, sent, seen, answer } = lineToNowhere();
  for (let seq = 1; seq <= 50; seq++) link.goTo(seq);
  expect(sent).toEqual([{ type: 'at', seq: 1 }]);
  answer(1);
  expect(sent).toEqual([
    { type: 'at', seq: 1 },
    { type: 'at', seq: 50 },
  ]);
  answer(50);
  expect(seen).toEqual([1, 50]);
  link.goTo(7);
  expect(sent.at(-1)).toEqual({ type: 'at', seq: 7 });
});

it('says why when the worker could not even begin', () => {
  const { worker, failures } = lineToNowhere();
  worker.onerror?.({ message: '' });
  expect(failures).toEqual(['The replay could not be started in this browser.']);
});
