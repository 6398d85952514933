import { describe, expect, it } from 'vitest';
import {
  applyEntry,
  boot,
  deserialise,
  digest,
  type Entry,
  evolve,
  POLICY_IDS,
  replay,
  restFaults,
  serialise,
  type VariationPlan,
  variationProblem,
  vary,
  violations,
} from '../index.ts';
import { answers, CLASS, commandOf, recorded, seqOf, strict } from './testLog.ts';

const BUSY = [
  'root: cgroup g',
  'root: cgset g memory.max 30M',
  'ana: spawn sh',
  'ana: vfork sh ls',
  'ana: exec ls',
  'ana: thread sh t',
  'ana: lock sh.t one',
  'ana: mmap sh h 40M rw shared',
  'ana: touch sh h 0 30M w',
  'ben: spawn hog',
  'root: cgjoin hog g',
  'ben: mmap hog h 60M rw private',
  'ben: touch hog h 0 25M w',
  'ben: run hog leak step=4M',
  'tick: 5',
  'ana: madvise sh h pageout',
  'ana: wait sh',
];

describe('[VAR-1] the machine itself', () => {
  it.each([
    ['a class', CLASS, {}],
    ['a busy machine', BUSY, { swapKb: 65_536 }],
  ] as const)('[VAR-1] %s carried out anew from any entry ends the same, digest for digest', (_, lines, spec) => {
    const main = recorded(lines, spec);
    const end = digest(replay(main.spec, main.entries));
    for (let from = 0; from <= main.entries.length; from += 1) {
      const { machine, report, entries } = vary(main, { from });
      expect(digest(machine), `from ${from}`).toBe(end);
      expect(entries).toEqual(main.entries.slice(from));
      expect(report).toMatchObject({ skipped: 0, divergence: null, gaveUp: null, isEdited: false, onset: [] });
    }
  });

  it('[VAR-1] the main line is only read', () => {
    const main = recorded(CLASS);
    const before = JSON.stringify(main);
    vary(main, { from: 0, policy: 'solaris-10' });
    vary(main, { from: 7, policy: 'aix-late', settings: {} });
    expect(JSON.stringify(main)).toBe(before);
  });
});

describe('[VAR-2] from an entry after birth', () => {
  it.each(POLICY_IDS)(
    '[VAR-2] the machine goes on under %s from any entry, and stays sound',
    (policy) => {
      for (const main of [recorded(CLASS), recorded(BUSY, { swapKb: 65_536 })]) {
        for (let from = 1; from <= main.entries.length; from += 3) {
          const { machine, report, rows } = vary(main, { from, policy });
          expect([...violations(machine), ...restFaults(machine)], `from ${from}`).toEqual([]);
          expect(report.spec.policy).toBe(policy);
          expect(rows).toHaveLength(main.entries.length - from);
        }
      }
    },
    30_000,
  );

  it('[VAR-2] tunables that were set stay where the new kernel takes them, the others are as it boots', () => {
    const main = recorded(CLASS);
    const { machine } = vary(main, { from: 5, policy: 'linux-5.4' });
    expect(machine.tunables['vm/swappiness']).toBe(10);
    const solaris = vary(main, { from: 5, policy: 'solaris-10' }).machine;
    expect(solaris.tunables).toEqual(boot({ ...main.spec, policy: 'solaris-10' }).tunables);
  });

  it('[VAR-2] strictness from the middle on refuses what comes, and leaves what was granted', () => {
    const main = recorded(CLASS);
    const from = seqOf(main, 'touch db pool 0 100M w');
    const { rows, machine } = vary(main, { from, settings: strict });
    expect(answers(rows)[0]).toBe('ENOMEM');
    expect(machine.processes.find((p) => p.name === 'db')?.state).toBe('running');
  });

  it('[VAR-2] RAM is another only from entry 0, swap only where what lies there fits', () => {
    const main = recorded(
      ['ana: spawn a', 'ana: mmap a h 240M rw private', 'ana: touch a h 0 240M w', 'ana: touch a h 0 4K w'],
      {
        swapKb: 131_072,
      },
    );
    expect(variationProblem(main, { from: 2, memKb: 524_288 })).toMatch(/from entry 0/);
    expect(variationProblem(main, { from: 4, swapKb: 0 })).toMatch(/does not fit/);
    expect(variationProblem(main, { from: 4, swapKb: 262_144 })).toBeNull();
    expect(vary(main, { from: 0, memKb: 524_288 }).machine.ramPages).toBeGreaterThan(100_000);
    expect(vary(main, { from: 4, swapKb: 262_144 }).machine.swapPages).toBe(65_535);
  });

  it('[VAR-2] a plan that makes no sense is refused in words', () => {
    const main = recorded(CLASS);
    const problems: [VariationPlan, RegExp][] = [
      [{ from: 99 }, /no entry 99/],
      [{ from: 0, policy: 'beos' as never }, /no kernel beos/],
      [{ from: 0, memKb: 4 }, /RAM/],
      [{ from: 0, memKb: 2 ** 31 }, /RAM/],
      [{ from: 0, swapKb: 2 ** 31 }, /Swap/],
      [{ from: 0, settings: { 'vm/nothing': '1' } }, /has no tunable vm\/nothing/],
      [{ from: 0, settings: { 'vm/overcommit_memory': '7' } }, /cannot be 7/],
      [{ from: 0, settings: { 'killer/rule': 'rss +' } }, /scoring rule cannot be read/],
      [{ from: 0, adjustments: { db: 4000 } }, /-1000 to 1000/],
      [{ from: 0, policy: 'solaris-10', adjustments: { db: 5 } }, /has no oom_score_adj/],
      [{ from: 3, edits: [{ kind: 'drop', seq: 3 }] }, /no input 3/],
      [
        {
          from: 0,
          edits: [
            { kind: 'drop', seq: 4 },
            { kind: 'drop', seq: 4 },
          ],
        },
        /edited twice/,
      ],
    ];
    for (const [plan, words] of problems) {
      expect(variationProblem(main, plan)).toMatch(words);
      expect(() => vary(main, plan)).toThrow();
    }
  });

  it('[VAR-2] a scoring rule of its own chooses from the branch on', () => {
    const main = recorded(CLASS);
    const victims = (entries: readonly Entry[]): string[] =>
      entries.flatMap(({ facts }) => facts.flatMap((f) => (f.type === 'VictimChosen' ? [f.victim.process] : [])));
    expect(victims(main.entries)[0]).toBe('db');
    const plan = { from: 9, settings: { 'killer/rule': 'name == "bgsave" ? 1000 : 1' } };
    expect(victims(vary(main, plan).entries)[0]).toBe('bgsave');
  });
});

describe('[VAR-8] edits and adjustments', () => {
  const main = recorded(CLASS);

  it('[VAR-7] an adjustment holds at the branch, and after every birth of that name', () => {
    const from = seqOf(main, 'touch db pool 0 100M w');
    const late = vary(main, { from, adjustments: { db: -1000 } });
    expect(late.report.onset).toEqual([{ type: 'AdjustmentSet', pid: 100, oomScoreAdj: -1000 }]);
    const early = vary(main, { from: 0, adjustments: { db: -1000 } });
    expect(early.rows.filter((row) => row.mark === 'adjusted').map((row) => row.at)).toEqual([seqOf(main, 'spawn db')]);
    for (const { report } of [late, early]) {
      expect(report.isEdited).toBe(false);
      expect(report.outcomes.find(({ process }) => process === 'db')?.fate).toEqual({ kind: 'lived' });
    }
  });

  it('[VAR-8] inputs are dropped, changed and inserted where the plan says, and marked', () => {
    const mapped = seqOf(main, 'mmap web cache 120M rw private');
    const { rows, report } = vary(main, {
      from: 3,
      edits: [
        { kind: 'change', seq: mapped, command: commandOf('mmap web cache 20M rw private') },
        { kind: 'insert', after: 3, actor: 'ben', command: commandOf('spawn first') },
        { kind: 'insert', after: mapped, actor: 'ana', command: commandOf('spawn one') },
        { kind: 'insert', after: mapped, actor: 'ana', command: commandOf('spawn two') },
        { kind: 'drop', seq: mapped + 1 },
      ],
    });
    expect(report.isEdited).toBe(true);
    const marks = rows.filter((row) => row.mark !== 'recorded').map(({ at, mark, state }) => [at, mark, state]);
    expect(marks).toEqual([
      [3, 'inserted', 'done'],
      [mapped, 'changed', 'done'],
      [mapped, 'inserted', 'done'],
      [mapped, 'inserted', 'done'],
      [mapped + 1, 'dropped', 'dropped'],
    ]);
    expect(rows.flatMap((row) => (row.state === 'done' ? [row.entry.seq] : []))).toEqual(
      Array.from({ length: report.seq - 3 }, (_, i) => i + 4),
    );
    expect(new Set(rows.flatMap((row) => (row.state === 'done' ? [row.entry.commandId] : []))).size).toBe(
      report.seq - 3,
    );
  });

  it('[VAR-9] an input that sets off too much ends the lane', () => {
    const { report, rows } = vary(main, { from: 0, policy: 'freebsd' }, { entryFacts: 8000, laneFacts: 20 });
    const unreached = main.entries.length - (report.gaveUp?.at ?? 0) + 1;
    expect(report.gaveUp).toMatchObject({ reason: expect.stringMatching(/more than one lane/), unreached });
    expect(rows).toHaveLength(main.entries.length - unreached);
    const loud: VariationPlan = {
      from: 5,
      edits: [{ kind: 'insert', after: 5, actor: 'ana', command: commandOf('fork db loud') }],
    };
    expect(vary(main, loud, { entryFacts: 3, laneFacts: 1e6 }).report.gaveUp).toMatchObject({ at: 5 });
  });
});

it('[VAR-13] a variation folds like a log: shared entries, onset, own entries', () => {
  const main = recorded(BUSY, { swapKb: 65_536 });
  const plans: VariationPlan[] = [
    { from: 9, policy: 'linux-2.4' },
    { from: 9, settings: strict, swapKb: 131_072, adjustments: { sh: 200 } },
    { from: 0, policy: 'aix-late' },
  ];
  for (const plan of plans) {
    const lane = vary(main, plan);
    let m = plan.from > 0 ? replay(main.spec, main.entries, plan.from) : boot(lane.report.spec);
    for (const fact of lane.report.onset) evolve(m, fact);
    for (const entry of lane.entries) {
      applyEntry(m, entry);
      m = deserialise(serialise(m));
    }
    expect(digest(m)).toBe(digest(lane.machine));
  }
});
