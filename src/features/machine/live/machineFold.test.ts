import { digest, replay, serialise } from '@overcommit/engine';
import { foldEntry, usedByOwner } from '@overcommit/reading';
import { expect, it } from 'vitest';
import { predictionsAt } from '@/machineView/predictions.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { recordLog, SPEC } from '@/machineView/testing/testLog.ts';
import { createFold, type FoldPorts } from './machineFold.ts';

/** Frames that the test lets pass, and a clock on which every look takes `step` ms. */
function browser(step: number): FoldPorts & { frames: () => number } {
  let time = 0;
  let frames = 0;
  let next: (() => void) | null = null;
  const ports: FoldPorts = {
    now: () => (time += step),
    nextFrame: (run) => {
      next = run;
      return () => {
        next = null;
      };
    },
  };
  return {
    ...ports,
    frames: () => {
      for (; next; frames++) {
        const run: () => void = next;
        next = null;
        run();
      }
      return frames;
    },
  };
}

const { entries, machine } = recordLog();
const seen = entries.map((entry) => ({ ...entry, recordedAt: '2026-01-01T00:00:00.000Z', hash: '0'.repeat(64) }));

it('folds to the same machine in one frame and in many', () => {
  for (const step of [0, 4]) {
    const ports = browser(step);
    const drawn: Snapshot[] = [];
    const fold = createFold({ spec: SPEC, ports, take: foldEntry, onChange: (s) => drawn.push(s), onSeat: () => {} });
    fold.push(seen);
    expect(ports.frames() > 1).toBe(step > 0);
    expect(drawn.at(-1)?.seq).toBe(entries.length);
    expect(digest(fold.snapshot().machine)).toBe(digest(machine));
  }
});

it('reports every seat, keeps kills and refusals in order', () => {
  const ports = browser(0);
  let seats = 0;
  const fold = createFold({ spec: SPEC, ports, take: foldEntry, onChange: () => {}, onSeat: () => seats++ });
  fold.push(seen);
  ports.frames();
  const { history } = fold.snapshot();
  expect(seats).toBe(2);
  expect(history.decisions.map((d) => d.kind)).toEqual(['refusal', ...history.decisions.slice(1).map(() => 'kill')]);
  expect(history.decisions.length).toBeGreaterThan(1);
  expect(history.shell.find((s) => s.result === 'ENOMEM')?.detail).toMatch(/^web asked for 9\u202f216\.0\u00a0MiB/);
});

it('starts over from a snapshot and takes older entries for its history only', () => {
  const half = Math.floor(entries.length / 2);
  const ports = browser(0);
  const fold = createFold({ spec: SPEC, ports, take: foldEntry, onChange: () => {}, onSeat: () => {} });
  fold.reset(serialise(replay(SPEC, entries, half)));
  fold.push(seen.slice(half));
  const past = {
    prompt: 'q',
    about: 'victim',
    question: 'Who dies next?',
    choices: ['db'],
    by: 'ana',
    askedAt: 1,
  } as const;
  const told = { sealed: [], closedAt: 2, revealedAt: 2, answers: [], right: ['db'], decidedAt: 2 };
  fold.backfill(entries.slice(0, half), [{ ...past, topic: 'next', choices: ['db'], ...told }]);
  ports.frames();
  expect(fold.head()).toBe(entries.length);
  expect(digest(fold.snapshot().machine)).toBe(digest(machine));
  expect(fold.snapshot().history.shell).toHaveLength(entries.length);
  expect(predictionsAt(fold.snapshot())).toMatchObject([{ prompt: 'q', revealedAt: 2 }]);
});

it('counts every used frame once', () => {
  const ports = browser(0);
  const fold = createFold({ spec: SPEC, ports, take: foldEntry, onChange: () => {}, onSeat: () => {} });
  for (const entry of seen) {
    fold.push([entry]);
    ports.frames();
    const { commit, frames } = fold.snapshot();
    const sum = usedByOwner(frames).reduce((all, use) => all + use.pages, 0);
    expect(sum).toBe(commit.ramPages - commit.freePages + commit.swapUsedPages);
  }
});
