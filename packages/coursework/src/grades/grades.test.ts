import { describe, expect, it } from 'vitest';
import { type Rubric, totalOf } from '../rubric/rubric.ts';
import { decidePoints, type SetPoints } from './decide.ts';
import type { AutomaticFigure, GradeEvent, RecordedGradeEvent } from './events.ts';
import { figureOf, type LiveStudent } from './figure.ts';
import { cellOf, foldGrades, type Grades, openRegrade, pointsOf, regradesOf } from './grades.ts';

const rubric: Rubric = {
  items: [
    { kind: 'automatic', id: 'kill', title: 'A kill', scope: 'group', outOf: 300, earned: 'true' },
    { kind: 'manual', id: 'why', title: 'Why', scope: 'member', outOf: 500 },
  ],
};
const why = { studentId: 'ana', itemId: 'why' };
const kill = { ...why, itemId: 'kill' };
const asked: SetPoints = {
  studentIds: ['ana'],
  itemId: 'why',
  points: 400,
  note: 'clear',
  by: 'dana',
  expectedVersion: 0,
};
const verdict = (points: number): AutomaticFigure => ({
  verdict: 'earned',
  points,
  explanation: 'The log shows it.',
  machineId: 'm1',
  evidence: [7],
});
const points = (change: Partial<Extract<GradeEvent, { type: 'PointsSet' }>> = {}): GradeEvent => ({
  type: 'PointsSet',
  studentIds: ['ana'],
  itemId: 'why',
  points: 500,
  note: '',
  remarks: [],
  level: null,
  by: 'elif',
  ...change,
});

const recorded = (events: GradeEvent[]): RecordedGradeEvent[] =>
  events.map((event, index) => ({
    version: index + 1,
    recordedAt: new Date(Date.UTC(2026, 10, 2, 10, 0, index)).toISOString(),
    event,
  }));
const fold = (...events: GradeEvent[]): Grades => foldGrades(recorded(events));

describe('points', () => {
  it('given nothing, when points are set, then a cell has them and the version of the event', () => {
    const decided = decidePoints(fold(), rubric, asked);
    expect(decided.ok).toBe(true);
    if (!decided.ok) return;
    const cell = cellOf(fold({ type: 'Withdrawn', by: 'x' }, decided.event), why);
    expect(cell).toMatchObject({ version: 2, manual: { points: 400, note: 'clear', by: 'dana' } });
  });

  it('two graders never overwrite each other: the slower one is shown what the faster one wrote', () => {
    const grades = fold(points({ note: 'mine' }));
    expect(decidePoints(grades, rubric, asked)).toMatchObject({
      ok: false,
      code: 'CONFLICT',
      current: { version: 1, manual: { points: 500, by: 'elif' } },
    });
    expect(decidePoints(grades, rubric, { ...asked, expectedVersion: 1 }).ok).toBe(true);
  });

  it('of a group item go to all members in one event, and one newer cell among them is a conflict', () => {
    const grades = fold(points({ studentIds: ['ana', 'ben'] }), points({ studentIds: ['ben'], points: 100 }));
    expect(cellOf(grades, why)).toMatchObject({ version: 1, manual: { points: 500 } });
    const both = { ...asked, studentIds: ['ana', 'ben'] };
    expect(decidePoints(grades, rubric, { ...both, expectedVersion: 1 })).toMatchObject({
      code: 'CONFLICT',
      current: { version: 2, manual: { points: 100 } },
    });
    expect(decidePoints(grades, rubric, { ...both, expectedVersion: 2 }).ok).toBe(true);
  });

  it('a change to one item is no conflict for another, nor for another student', () => {
    const grades = fold(points());
    expect(decidePoints(grades, rubric, { ...asked, ...kill, points: 0, note: 'by hand' }).ok).toBe(true);
    expect(decidePoints(grades, rubric, { ...asked, studentIds: ['ben'] }).ok).toBe(true);
  });

  it('a flag, a request for a regrade and a release are no conflict for a grader', () => {
    const grades = fold(
      points(),
      { type: 'Flagged', studentIds: ['ana'], itemId: 'why', on: true, by: 'elif' },
      { type: 'RegradeAsked', ...why, machineId: 'm1', seq: 3, text: 'Look' },
      { type: 'Released', by: 'dana', rubricVersion: 'r', figures: [] },
    );
    expect(decidePoints(grades, rubric, { ...asked, expectedVersion: 1 }).ok).toBe(true);
    expect(cellOf(grades, why).flag?.by).toBe('elif');
  });

  it('ids that contain separators do not run into each other', () => {
    const grades = fold(points({ studentIds: ['a","b'], itemId: 'c' }));
    expect(cellOf(grades, { studentId: 'a', itemId: 'b","c' }).version).toBe(0);
  });

  it.each([
    [{ points: 501 }, '“Why” gives 0 to 5 points.'],
    [{ points: -1 }, '“Why” gives 0 to 5 points.'],
    [{ points: 0.5 }, 'Points have at most two decimals.'],
    [{ points: Number.NaN }, 'Points have at most two decimals.'],
    [{ itemId: 'nope' }, 'This rubric has no such item.'],
    [{ studentIds: [] }, 'Nobody is graded here.'],
    [{ itemId: 'kill', points: 0, note: '  ' }, 'An override of an automatic verdict needs a reason.'],
  ])('%j is refused with a sentence', (change, message) => {
    expect(decidePoints(fold(), rubric, { ...asked, ...change })).toEqual({ ok: false, code: 'BAD_POINTS', message });
  });

  it('taking a person’s points back lets the automatic verdict count again', () => {
    const set = points({ itemId: 'kill', points: 100, note: 'half of it', by: 'dana' });
    expect(pointsOf(cellOf(fold(set), kill), verdict(300))).toBe(100);
    const cleared = fold(set, { type: 'PointsCleared', studentIds: ['ana'], itemId: 'kill', note: '', by: 'dana' });
    expect(pointsOf(cellOf(cleared, kill), verdict(300))).toBe(300);
    expect(cellOf(cleared, kill).version).toBe(2);
  });

  it('the time between a grader’s saves counts as work, a break does not', () => {
    const at = (version: number, minute: number, event: GradeEvent) => ({
      version,
      recordedAt: new Date(Date.UTC(2026, 10, 2, 10, minute)).toISOString(),
      event,
    });
    const grades = foldGrades([
      at(1, 0, points()),
      at(2, 2, points({ itemId: 'kill' })),
      at(3, 3, points()),
      at(4, 33, points()),
    ]);
    expect([...grades.spent.values()]).toEqual([
      { itemId: 'why', by: 'elif', saves: 3, ms: 60_000 },
      { itemId: 'kill', by: 'elif', saves: 1, ms: 120_000 },
    ]);
  });
});

describe('the fold', () => {
  it('goes on from grades that were folded before, which stay as they are', () => {
    const events = recorded([points(), points({ points: 100 }), points({ studentIds: ['ben'] })]);
    const before = foldGrades(events.slice(0, 1));
    expect(foldGrades(events.slice(1), before)).toEqual(foldGrades(events));
    expect(cellOf(before, why).manual?.points).toBe(500);
  });

  it('a gap in the versions is a broken invariant', () => {
    const [first] = recorded([{ type: 'Withdrawn', by: 'x' }]);
    expect(() => foldGrades([{ ...(first as RecordedGradeEvent), version: 2 }])).toThrow('jump from 0 to 2');
  });

  it('a total tells what is missing', () => {
    const points = [300, null, 50].map((one, n) => ({ itemId: `item-${n}`, points: one }));
    expect(totalOf(points)).toEqual({ points: 350, ungraded: 1 });
  });

  it('a request for a regrade names the entry and who had graded, and keeps its answer beside it', () => {
    const ask: GradeEvent = { type: 'RegradeAsked', ...why, machineId: 'm1', seq: 16, text: 'I named the margin' };
    const open = fold(points(), ask);
    expect(openRegrade(cellOf(open, why))).toMatchObject({ seq: 16, gradedBy: 'elif' });
    const grades = fold(points(), ask, {
      type: 'RegradeAnswered',
      ...why,
      upheld: true,
      text: 'So you did',
      by: 'dana',
    });
    expect(openRegrade(cellOf(grades, why))).toBeNull();
    expect(regradesOf(grades)).toMatchObject([
      { ...why, text: 'I named the margin', answer: { upheld: true, text: 'So you did', by: 'dana' } },
    ]);
  });
});

describe('figures', () => {
  const live: LiveStudent = { latePercent: 10, verdicts: { kill: verdict(300) } };
  const release: GradeEvent = {
    type: 'Released',
    by: 'dana',
    rubricVersion: 'r1',
    figures: [
      {
        studentId: 'ana',
        seal: { teamId: 't', version: 3 },
        latePercent: 10,
        items: [
          { itemId: 'kill', points: 300, automatic: verdict(300) },
          { itemId: 'why', points: 400, automatic: null },
        ],
      },
    ],
  };
  const figure = (grades: Grades, now: LiveStudent | null) => figureOf(grades, { studentId: 'ana', rubric, live: now });

  it('before a release are what a person gave over what the log says today, less what lateness costs', () => {
    expect(figure(fold(points({ points: 405 })), live)).toMatchObject({
      releasedAt: null,
      earned: 705,
      latePercent: 10,
      total: 635,
      outOf: 800,
      ungraded: 0,
    });
    expect(figure(fold(), live)).toMatchObject({ earned: 300, ungraded: 1 });
  });

  it('once released are frozen: what the log says later, and where the student is, changes nothing', () => {
    const grades = fold(points({ points: 400 }), release);
    const frozen = figure(grades, null);
    expect(frozen).toMatchObject({ earned: 700, total: 630, items: [{ points: 300 }, { points: 400 }] });
    expect(figure(grades, { latePercent: 0, verdicts: { kill: verdict(0) } })).toEqual(frozen);
  });

  it('a later correction counts, and is seen as one', () => {
    const grades = fold(points({ points: 400 }), release, points({ points: 500, note: 'You were right', by: 'dana' }));
    const changed = figure(grades, null);
    expect(changed).toMatchObject({ earned: 800, items: [{ points: 300 }, { points: 500 }] });
    expect(changed.items[1]?.cell.changes).toEqual([
      { from: 400, points: 500, note: 'You were right', by: 'dana', at: expect.any(String) },
    ]);
  });

  it('an override that is taken back after the release gives the frozen verdict, not today’s', () => {
    const override = points({ itemId: 'kill', points: 0, note: 'no' });
    const taken: GradeEvent = { type: 'PointsCleared', studentIds: ['ana'], itemId: 'kill', note: '', by: 'dana' };
    const grades = fold(release, override, taken);
    expect(figure(grades, { latePercent: 0, verdicts: { kill: verdict(100) } }).items[0]).toMatchObject({
      points: 300,
      cell: {
        changes: [
          { from: 300, points: 0 },
          { from: 0, points: 300 },
        ],
      },
    });
  });

  it('a withdrawal hides them again, and a further release adds students', () => {
    const grades = fold(points({ points: 400 }), release);
    expect(
      figure(fold(points({ points: 400 }), release, { type: 'Withdrawn', by: 'dana' }), null).releasedAt,
    ).toBeNull();
    expect(figureOf(grades, { studentId: 'ben', rubric, live }).releasedAt).toBeNull();
    const [ana] = release.type === 'Released' ? release.figures : [];
    if (!ana) throw new Error('there is no figure');
    const more = fold(points({ points: 400 }), release, { ...release, figures: [{ ...ana, studentId: 'ben' }] });
    expect([...more.releases.keys()]).toEqual(['ana', 'ben']);
    expect(figure(more, null)).toEqual(figure(grades, null));
  });
});
