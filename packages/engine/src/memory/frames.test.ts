import { expect, it } from 'vitest';
import { lab } from '../testLab.ts';

/** The frame that holds the first page of a region of the only process. */
function firstFrameOf({ m }: ReturnType<typeof lab>, region: string): number {
  const [space] = m.spaces;
  const at = space?.regions[region]?.at ?? -1;
  const run = space?.pages.find((one) => one.at <= at && at < one.at + one.count);
  return run ? run.ref + at - run.at : -1;
}

it('[FR-1] a fact says how many frames it takes; the lowest free ones are taken, in order', () => {
  const machine = lab('spawn a 0\nmmap a x 1M rw private\nmmap a y 1M rw private\ntouch a x\ntouch a y');
  const lowest = firstFrameOf(machine, 'x');
  expect(firstFrameOf(machine, 'y')).toBeGreaterThan(lowest);
  const { facts } = machine.run('munmap a x\nmmap a z 1M rw private\ntouch a z');
  const mapped = facts.filter((fact) => fact.type === 'PagesMapped');
  expect(mapped.reduce((pages, { count }) => pages + count, 0)).toBe(256);
  expect(mapped.every((fact) => !('frames' in fact))).toBe(true);
  expect(firstFrameOf(machine, 'z')).toBe(lowest);
});
