import { parse } from 'csv-parse/browser/esm/sync';
import { describe, expect, it } from 'vitest';
import { formatPoints, parsePoints, type Rubric, rubricOutOf, rubricSchema, totalOf } from '../rubric/rubric.ts';
import { applyLate } from '../work/lateness.ts';
import type { ItemFigure } from './figure.ts';
import { formulaSafe, type GradebookAssignment, type GradebookRow, gradebookCsv } from './gradebook.ts';

const rubric: Rubric = {
  items: [
    { kind: 'automatic', id: 'kill', title: 'A kill', scope: 'group', outOf: 300, earned: 'true' },
    { kind: 'manual', id: 'why', title: 'Why', scope: 'member', outOf: 250 },
    { kind: 'automatic', id: 'extra', title: 'Extra', scope: 'group', outOf: 50, isBonus: true, earned: 'true' },
  ],
};
/** Points in the order of the items, and what lateness takes of them. */
const figure = (points: (number | null)[], latePercent = 0): GradebookRow['figures'][string] => {
  const items = rubric.items.map((item, n) => ({ itemId: item.id, points: points[n] ?? null }) as ItemFigure);
  const { points: earned, ungraded } = totalOf(items);
  return { items, latePercent, ungraded, total: applyLate(earned, latePercent) };
};
const assignment: GradebookAssignment = { id: 'a1', title: '=Week 4', rubric };

describe('points', () => {
  it('are exact decimals, both ways', () => {
    for (const [points, text] of [
      [0, '0'],
      [5, '0.05'],
      [50, '0.5'],
      [250, '2.5'],
      [1000, '10'],
      [1001, '10.01'],
      [-25, '-0.25'],
    ] as const) {
      expect(formatPoints(points)).toBe(text);
      if (points >= 0) expect(parsePoints(text)).toBe(points);
    }
    expect(parsePoints('2,5')).toBe(250);
    for (const text of ['', 'x', '1.005', '1e3', '-1', '99999', 'Infinity', '٣']) expect(parsePoints(text)).toBeNull();
  });

  it('of bonus items do not count in what a rubric is out of', () => {
    expect(rubricOutOf(rubric)).toBe(550);
  });

  it('a rubric with two items of one id is refused', () => {
    expect(rubricSchema.safeParse(rubric).success).toBe(true);
    expect(rubricSchema.safeParse({ items: [rubric.items[0], rubric.items[0]] }).success).toBe(false);
    expect(rubricSchema.safeParse({ items: [{ ...rubric.items[0], outOf: 2.5 }] }).success).toBe(false);
  });

  it('an item may name its marks: each within the item, each id once', () => {
    const named = (levels: object[]) => ({ items: [{ ...rubric.items[0], outOf: 400, levels }] });
    const full = { id: 'full', label: 'Complete', points: 400 };
    const half = { id: 'half', label: 'Half of it', points: 200 };
    expect(rubricSchema.safeParse(named([full, half])).success).toBe(true);
    expect(rubricSchema.safeParse(named([{ ...full, points: 401 }])).success).toBe(false);
    expect(rubricSchema.safeParse(named([full, full])).success).toBe(false);
    expect(rubricSchema.safeParse(named([])).success).toBe(false);
  });
});

describe('the gradebook', () => {
  it('has one column an item, what lateness cost, the total, and how many items have no grade', () => {
    const csv = gradebookCsv(
      [assignment],
      [
        {
          studentId: 's1',
          name: 'Ana',
          email: 'ana@uni.example',
          group: 'otter',
          figures: { a1: figure([300, 125, 5], 10) },
        },
        {
          studentId: 's2',
          name: 'Ben',
          email: 'ben@uni.example',
          group: 'otter',
          figures: { a1: figure([0, null, null]) },
        },
        { studentId: 's3', name: 'Cem', email: 'cem@uni.example', group: '', figures: {} },
      ],
    );
    expect(csv).toBe(
      [
        'student_id,name,email,group,a1/kill (of 3),a1/why (of 2.5),a1/extra (of 0.5),a1/late (percent lost),a1/total (of 5.5) =Week 4,a1/ungraded',
        's1,Ana,ana@uni.example,otter,3,1.25,0.05,10,3.87,0',
        's2,Ben,ben@uni.example,otter,0,,,,0,2',
        's3,Cem,cem@uni.example,,,,,,,3',
        '',
      ].join('\r\n'),
    );
  });

  it('never lets a cell start like a formula', () => {
    const names = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '=HYPERLINK("http://evil.example";"x")'];
    const csv = gradebookCsv(
      [],
      names.map((name, n) => ({ studentId: `s${n}`, name, email: 'a@b.example', group: name, figures: {} })),
    );
    const rows = parse(csv, { columns: true }) as { name: string; group: string }[];
    expect(rows.map((row) => row.name)).toEqual(names.map((name) => `'${name}`));
    expect(rows.map((row) => row.group)).toEqual(names.map((name) => `'${name}`));
    // Where semicolons separate, these begin a cell as well.
    expect(formulaSafe(';=1+1;')).toBe(";'=1+1;");
    expect(formulaSafe('Ana; +1')).toBe("Ana;' +1");
    expect(formulaSafe('a"=1')).toBe('a"\'=1');
    expect(formulaSafe('Ana')).toBe('Ana');
    expect(formulaSafe('')).toBe('');
  });

  it('keeps quotes, commas and line ends inside their cell', () => {
    const name = 'A "B", C\r\nD';
    const csv = gradebookCsv([], [{ studentId: 's', name, email: 'a@b.example', group: '', figures: {} }]);
    expect((parse(csv, { columns: true }) as { name: string }[])[0]?.name).toBe(name);
  });
});
