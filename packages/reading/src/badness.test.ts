import {
  badnessTable,
  boot,
  compileRule,
  nextVictim,
  type PolicyId,
  policyInfo,
  RULE_SETTING,
} from '@overcommit/engine';
import { describe, expect, it } from 'vitest';
import { factsOf, lab } from '../../engine/src/testLab.ts';
import { badnessTableOf } from './badness.ts';

const DESKTOP = `#mem 256M
#swap 16M
spawn X 0
mmap X screen 16M rw private
spawn netscape 1000
mmap netscape heap 80M rw private
touch netscape heap 0 25M w
fork netscape plugin
spawn mail 1001
nice mail 5
spawn cc1 1001
mmap cc1 ast 70M rw private
touch cc1 ast 0 40M w
touch cc1 ast 0 40M w
touch cc1 ast 0 40M w
tick 400`;
const KNOBS: Partial<Record<string, string>> = {
  'linux-2.6.11': 'oom_adj mail 3\noom_adj cc1 -2',
  'linux-2.6.32': 'oom_adj mail 3\noom_adj cc1 -17',
  'linux-2.6.37': 'oom_score_adj mail 300\noom_score_adj cc1 -1000',
  'linux-3.0': 'oom_score_adj mail 300\noom_score_adj netscape -900',
  'linux-3.10': 'oom_score_adj mail 300\noom_score_adj netscape -900',
  'linux-6.1': 'oom_score_adj mail 300\noom_score_adj cc1 -1000',
  freebsd: 'protect X on',
  'aix-late': 'sigdanger cc1 release',
};
const KERNELS = [
  'linux-2.4',
  'linux-2.6.0',
  'linux-2.6.18',
  'linux-4.9',
  'linux-5.4',
  ...Object.keys(KNOBS),
] as PolicyId[];

/** What a reader computes: from left to right, the result of a division cut to a whole number. */
function computed(cells: readonly string[]): number {
  return cells.reduce((points, cell) => {
    const n = Number(cell.replace(/[^\d]/g, ''));
    if (cell === '–') return points;
    if (cell.startsWith('÷')) return Math.trunc(points / n);
    if (cell.startsWith('×')) return points * n;
    return points + (cell.startsWith('−') ? -n : n);
  }, 0);
}

describe('the table of candidates', () => {
  it.each(KERNELS)(
    '[KL-27] every row computes to its points, and every step of the formula has a column: %s',
    (policy) => {
      const { m, run } = lab(`#policy ${policy}\n${DESKTOP}`);
      if (KNOBS[policy]) run(KNOBS[policy]);
      const candidates = badnessTable(m);
      const { rows, columns } = badnessTableOf({ policy, candidates, isRanked: true });
      expect(rows.length).toBe(candidates.length);
      for (const step of policyInfo(policy).formulaSteps ?? []) expect(columns.map(({ id }) => id)).toContain(step);
      for (const { cells, candidate } of rows) {
        expect(cells.length).toBe(columns.length);
        if (candidate.exempt === undefined)
          expect(computed(cells), `${candidate.process} ${cells}`).toBe(candidate.points);
      }
      expect(rows[0]?.candidate.pid).toBe(nextVictim(m)?.chosen.pid);
      expect(rows.map(({ candidate }) => candidate.pid)).toEqual(candidates.map(({ pid }) => pid));
    },
  );

  it('[KL-27] shows what divided the points of X and the compiler under 2.4', () => {
    const { m, run } = lab(`#policy linux-2.4\n${DESKTOP}`);
    for (let i = 0; i < 60; i++) run('touch cc1 ast 0 70M w');
    const { columns, rows, caption } = badnessTableOf({
      policy: 'linux-2.4',
      candidates: badnessTable(m),
      isRanked: true,
    });
    expect(columns.map(({ head }) => head)).toEqual(['total_vm', 'CPU', 'age', 'nice', 'root', 'raw I/O']);
    const cells = (name: string) => rows.find(({ candidate }) => candidate.process === name)?.cells.slice(1);
    expect(cells('X')).toEqual(['–', '–', '–', '÷ 4', '÷ 4']);
    expect(cells('mail')).toEqual(['–', '–', '× 2', '–', '–']);
    expect(caption).toMatch(/from left to right; divisions are cut/);
  });

  it.each(['linux-6.1', 'linux-2.4', 'freebsd', 'aix-late'] as const)(
    'ranks a kill’s candidates as the kernel does: %s',
    (policy) => {
      const { m, run } = lab(
        `#policy ${policy}\n#mem 64M\n#swap 8M\nspawn a\nspawn b\nspawn c\nmmap c r 200M rw private,noreserve`,
      );
      const [kill] = factsOf(run('touch c r').facts, 'VictimChosen');
      const [first, second] = badnessTableOf({ policy, candidates: kill?.candidates ?? [] }).rows;
      expect([first?.candidate.pid, second?.candidate.pid]).toEqual([kill?.victim.pid, kill?.runnerUp?.pid]);
      expect(m.processes.length).toBeLessThan(4);
    },
  );

  it('names the machine’s own rule and shows its terms', () => {
    const text = 'rss / (age + 1)';
    expect(compileRule(text).ok).toBe(true);
    const { m, run } = lab('#mem 128M');
    Object.assign(m.spec.settings, boot({ ...m.spec, settings: { [RULE_SETTING]: text } }).spec.settings);
    run(
      'spawn db\nmmap db r 30M rw private\ntouch db r\ntick 30\nspawn report\nmmap report r 9M rw private\ntouch report r',
    );
    const { caption, columns, rows } = badnessTableOf({
      policy: 'linux-6.1',
      formula: text,
      candidates: badnessTable(m),
    });
    expect(caption).toBe(`by this machine’s own rule “${text}”: its terms, and the points it gives`);
    expect(columns.map(({ id }) => id)).toEqual(['rss', 'age']);
    const [first] = rows;
    const [rss, age] = (first?.cells ?? []).map((cell) => Number(cell.replace(/\D/g, '')));
    expect(Math.trunc((rss as number) / ((age as number) + 1))).toBe(first?.candidate.points);
    expect(first?.candidate.process).toBe('report');
  });
});
