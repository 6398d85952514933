import type { StoredEvent } from '@overcommit/event-store';
import { expect, it } from 'vitest';
import type { Rubric } from '../rubric/rubric.ts';
import { recordedGrade } from './events.ts';
import { figureOf } from './figure.ts';
import { cellOf, foldGrades } from './grades.ts';

/** A stream as it was written when a cell belonged to a machine. */
const OLD: [type: string, data: Record<string, unknown>][] = [
  ['PointsSet', { machineId: 'm1', studentId: 'ana', itemId: 'why', points: 400, note: 'clear', by: 'dana' }],
  ['PointsSet', { machineId: 'm1', studentId: 'ana', itemId: 'kill', points: 100, note: 'half', by: 'dana' }],
  ['PointsSet', { machineId: 'm1', studentId: 'ben', itemId: 'why', points: 100, note: '', by: 'dana' }],
  ['PointsCleared', { machineId: 'm1', studentId: 'ben', itemId: 'why', note: 'sorry', by: 'dana' }],
  [
    'Released',
    {
      by: 'dana',
      automatic: [
        { machineId: 'm1', studentId: 'ana', itemId: 'kill', points: 300 },
        { machineId: 'm1', studentId: 'ben', itemId: 'kill', points: 0 },
        { machineId: 'm2', studentId: 'ben', itemId: 'kill', points: 200 },
      ],
    },
  ],
  ['RegradeAsked', { machineId: 'm1', studentId: 'ana', itemId: 'why', text: 'Look again' }],
  ['RegradeAnswered', { machineId: 'm1', studentId: 'ana', itemId: 'why', text: 'Seen', by: 'elif' }],
];

const stored = OLD.map(
  ([type, data], index): StoredEvent => ({
    streamId: 'grades:a',
    version: index + 1,
    recordedAt: `2026-11-02T10:00:0${index}.000Z`,
    type,
    schemaVersion: 1,
    data,
    metadata: { actor: 'dana', commandId: `c${index}` },
    hash: '',
  }),
);

const rubric: Rubric = {
  items: [
    { kind: 'automatic', id: 'kill', title: 'A kill', scope: 'group', outOf: 300, earned: 'true' },
    { kind: 'manual', id: 'why', title: 'Why', scope: 'member', outOf: 500 },
  ],
};

it('a stream of schema version 1 gives each student what its release showed', () => {
  const grades = foldGrades(stored.map(recordedGrade));
  expect(grades.version).toBe(OLD.length);
  const figure = (studentId: string) => figureOf(grades, { studentId, rubric, live: null });
  // Her points are a person's, over the verdict that was frozen with them.
  expect(figure('ana')).toMatchObject({ earned: 500, latePercent: 0, items: [{ points: 100 }, { points: 400 }] });
  // He sat at two machines: the better verdict counts. His points were taken back.
  expect(figure('ben')).toMatchObject({ earned: 200, ungraded: 1, items: [{ points: 200 }, { points: null }] });
  expect(cellOf(grades, { studentId: 'ana', itemId: 'why' })).toMatchObject({
    version: 1,
    changes: [],
    regrades: [{ text: 'Look again', machineId: 'm1', seq: null, answer: { text: 'Seen', by: 'elif' } }],
  });
});

it('today’s events pass as they are', () => {
  const [event] = stored;
  if (!event) throw new Error('there is no event');
  const data = { studentIds: ['ana'], itemId: 'why', points: 1, note: '', remarks: ['r'], level: 'l', by: 'dana' };
  expect(recordedGrade({ ...event, schemaVersion: 2, data }).event).toEqual({ type: 'PointsSet', ...data });
});
