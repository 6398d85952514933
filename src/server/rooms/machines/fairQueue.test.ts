import { describe, expect, it } from 'vitest';
import { createFairQueue, type FairQueue, type Payer } from './fairQueue.ts';

const payer = (owner: string, machineId = `${owner}-1`): Payer => ({ owner, machineId });

/** Takes `count` jobs, each of which costs what its payer says; the answer is who was served, in order. */
function serve(queue: FairQueue<number>, count: number): Payer[] {
  return Array.from({ length: count }, () => {
    const found = queue.next();
    if (!found) throw new Error('the queue is empty');
    queue.charge(found.payer, found.job);
    return found.payer;
  });
}

describe('a thread’s jobs', () => {
  it('of one machine are taken in their order', () => {
    const queue = createFairQueue<string>();
    for (const job of ['a', 'b', 'c']) queue.push(payer('ana'), job);
    expect([queue.next()?.job, queue.next()?.job, queue.next()?.job, queue.next()]).toEqual(['a', 'b', 'c', null]);
    expect(queue.size()).toBe(0);
  });

  it('go first for who used little: one cheap command waits for one expensive one, not for 28', () => {
    const queue = createFairQueue<number>();
    for (let i = 0; i < 28; i++) queue.push(payer('mallory', `m${i}`), 100);
    serve(queue, 1);
    queue.push(payer('ana'), 1);
    expect(serve(queue, 1)).toEqual([payer('ana')]);
  });

  it('are shared by owner, not by machine: many machines get no more than one', () => {
    const queue = createFairQueue<number>();
    for (let i = 0; i < 100; i++) {
      for (let m = 0; m < 28; m++) queue.push(payer('mallory', `m${m}`), 10);
      queue.push(payer('ana'), 10);
    }
    const served = serve(queue, 100);
    expect(served.filter(({ owner }) => owner === 'ana')).toHaveLength(50);
    expect(new Set(served.map(({ machineId }) => machineId)).size).toBe(29);
  });

  it('do not get time back that was not used: who comes late takes turns from then on', () => {
    const queue = createFairQueue<number>();
    for (let i = 0; i < 50; i++) queue.push(payer('ana'), 10);
    serve(queue, 40);
    for (let i = 0; i < 10; i++) queue.push(payer('ben'), 10);
    const served = serve(queue, 10).map(({ owner }) => owner);
    expect(served.filter((owner) => owner === 'ana').length).toBeGreaterThanOrEqual(4);
  });

  it('of who used much wait even after a pause', () => {
    const queue = createFairQueue<number>();
    queue.push(payer('mallory'), 1000);
    queue.push(payer('ana'), 1);
    serve(queue, 2);
    for (const owner of ['mallory', 'ana']) queue.push(payer(owner), 1);
    expect(serve(queue, 1)).toEqual([payer('ana')]);
  });
});
