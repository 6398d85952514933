import {
  differenceOf,
  type Entry,
  everyKernelPlans,
  type LaneReport,
  type LaneRow,
  type MainLine,
  recordedLane,
  runUnderAll,
  type VariationPlan,
  vary,
} from '@overcommit/engine';
import { describe, expect, it } from 'vitest';
import { commandOf, recorded } from '../../../engine/src/variation/testLog.ts';
import { fateTable, fateText } from './fates.ts';
import { judge, killMoments } from './learn.ts';
import { summarise } from './summary.ts';

const NAMES = { ana: 'Ana', ben: 'Ben', root: 'Dr. Ross' };
const LINES = [
  'ana: spawn db',
  'ana: mmap db pool 100M rw private',
  'ana: touch db pool 0 100M w',
  'ana: fork db bgsave',
  'ben: spawn web',
  'ben: mmap web cache 120M rw private',
  'ben: touch web cache 0 60M w',
  'ana: touch bgsave pool 0 40M w',
  'ben: touch web cache 60M 50M w',
];
const CRASH = recorded(LINES);

function against(main: MainLine, plan: VariationPlan): { main: LaneReport; lane: LaneReport; names: typeof NAMES } {
  return { main: recordedLane(main, 'as recorded'), lane: vary(main, plan).report, names: NAMES };
}

function fates(main: MainLine, plan: VariationPlan): string[] {
  const { main: before, lane } = against(main, plan);
  return fateTable([before, lane]).map(({ process, owner, cells }) =>
    [process, owner.actor, ...cells.map(fateText)].join(' · '),
  );
}

const strict = { from: 0, settings: { 'vm/overcommit_memory': '2' } };

const differsAt = (row: LaneRow): string | null => differenceOf(CRASH.entries[row.at - 1] as Entry, row);

describe('[VAR-11] where two lanes part', () => {
  it('[VAR-11] the first other answer, death or skipped input, in words', () => {
    expect(against(CRASH, strict).lane.divergence).toEqual({
      at: 6,
      seq: 6,
      words: 'fork db bgsave: ENOMEM instead of ok',
    });
    const words = (plan: VariationPlan): string | undefined => against(CRASH, plan).lane.divergence?.words;
    expect(words({ from: 0, memKb: 524_288 })).toMatch(/db, which was killed for memory, goes on here/);
    expect(words({ from: 0, edits: [{ kind: 'drop', seq: 3 }] })).toBe(
      'mmap db pool 100M rw private can no longer happen: db was never born here',
    );
    expect(words({ from: 10, settings: { 'vm/panic_on_oom': '1' } })).toMatch(/a kernel panic here/);
    expect(words({ from: 0, settings: { 'vm/swappiness': '1' } })).toBeUndefined();
  });

  it('[VAR-11] other arithmetic is no divergence', () => {
    const calm = recorded(['ana: spawn a', 'ana: mmap a h 4M rw private', 'ana: touch a h']);
    const lane = vary(calm, { from: 0, policy: 'solaris-10' });
    expect(lane.entries).not.toEqual(calm.entries);
    expect(lane.report.divergence).toBeNull();
  });

  it('[VAR-11] rows stand beside the input they come from', () => {
    const plan: VariationPlan = {
      ...strict,
      edits: [{ kind: 'insert', after: 4, actor: 'ben', command: commandOf('spawn more') }],
    };
    const { rows } = vary(CRASH, plan);
    expect(rows.map(({ at, mark }) => [at, mark]).slice(2, 6)).toEqual([
      [3, 'recorded'],
      [4, 'recorded'],
      [4, 'inserted'],
      [5, 'recorded'],
    ]);
    const differs = rows.filter(({ mark }) => mark === 'recorded').map((row) => [row.at, differsAt(row)] as const);
    expect(differs.find(([, words]) => words !== null)?.[0]).toBe(6);
  });
});

describe('the three words', () => {
  const MISUSED = recorded([
    'ana: spawn db',
    'ben: exit db 0',
    'ana: touch nobody x',
    'ana: touch db nothing 4K',
    'ana: unlock db l',
    ...LINES.slice(1),
  ]);

  it('errors of use are no refusals: not in a table of fates, not in a headline, not in a count', () => {
    const plain = recordedLane(MISUSED, 'as recorded');
    expect(plain.refusals).toEqual([]);
    expect((plain.errors ?? []).map(({ errno }) => errno)).toEqual(['EPERM', 'ESRCH', 'EINVAL', 'EINVAL']);
    expect(JSON.stringify(fates(MISUSED, { from: 0 }))).not.toContain('refused');
    expect(summarise(against(MISUSED, { from: 0 })).join(' ')).not.toMatch(/refused|E[A-Z]+/);
  });

  it('a lane in which memory is refused names that refusal only', () => {
    const { lane } = against(MISUSED, strict);
    expect(lane.refusals.map(({ verb, errno }) => `${verb} ${errno}`)).toContain('fork ENOMEM');
    const words = summarise(against(MISUSED, strict)).join(' ');
    expect(words).toContain('refused with ENOMEM');
    expect(words).not.toMatch(/ESRCH|EPERM|EINVAL/);
    expect(fates(MISUSED, strict).filter((row) => /refused/.test(row))).toEqual([
      expect.stringMatching(/^bgsave .* refused #\d+ ENOMEM$/),
    ]);
  });
});

describe('[VAR-12] fates', () => {
  it('[VAR-12] lived, exited, killed by whom, refused, never born', () => {
    expect(fates(CRASH, strict)).toEqual([
      'db · ana · killed #11 · lived',
      'bgsave · ana · lived · refused #6 ENOMEM',
      'web · ben · lived · lived',
    ]);
    const { lane } = against(CRASH, { from: 0 });
    expect(lane.outcomes[0]?.fate).toEqual({
      kind: 'killed',
      at: 11,
      seq: 11,
      how: 'oom-kill',
      signal: 9,
      by: { actor: 'ben', process: 'web', call: 'touch' },
    });
    const ended = recorded([
      'ana: spawn a',
      'ana: fork a b',
      'ana: exit b 3',
      'ana: kill a 15',
      'ana: fork a c',
      'ana: spawn a',
    ]);
    expect(fates(ended, { from: 0, policy: 'windows' })).toEqual([
      'a · ana · signal 15 #5 · signal 15 #5',
      'b · ana · exited 3 #4 · failed #3 ENOSYS',
      'c · ana · failed #6 ESRCH · failed #6 ESRCH',
      'a · ana · lived · lived',
    ]);
  });

  it('[VAR-12] hung: a deadlock, a lock, a vfork, a wait, memory', () => {
    const how = (lines: string[], spec = {}): string[] =>
      recordedLane(recorded(lines, spec), '').outcomes.map(
        ({ process, fate }) => `${process} ${fate.kind === 'hung' ? `${fate.how} #${fate.at}` : fate.kind}`,
      );
    expect(how(['ana: spawn a', 'ana: thread a t', 'ana: lock a.t one', 'ana: lock a one'])).toEqual(['a lock #5']);
    expect(how(['ana: spawn a', 'ana: lock a one', 'ana: vfork a b', 'ana: lock b one'])).toEqual([
      'a deadlock #4',
      'b deadlock #5',
    ]);
    expect(how(['ana: spawn a', 'ana: vfork a b'])).toEqual(['a vfork #3', 'b lived']);
    expect(how(['ana: spawn a', 'ana: fork a b', 'ana: wait a'])).toEqual(['a wait #4', 'b lived']);
    const group = ['root: cgroup g', 'root: cgset g memory.max 8M', 'root: spawn a', 'root: oom_score_adj a -1000'];
    expect(how([...group, 'root: cgjoin a g', 'root: mmap a h 20M rw private', 'root: touch a h'])).toEqual([
      'a memory #8',
    ]);
  });

  it('[VAR-12] a name used twice has two rows, births that every lane refuses none beside them', () => {
    const twice = recorded(['ana: spawn a', 'ana: fork a b', 'ana: exit b 0', 'ana: fork nobody b', 'ana: fork a b']);
    expect(fates(twice, { from: 0 })).toEqual([
      'a · ana · lived · lived',
      'b · ana · exited 0 #4 · exited 0 #4',
      'b · ana · lived · lived',
    ]);
  });

  it('[VAR-12] what programs start and bring about is theirs, and their owner’s', () => {
    const main = recorded([
      'ana: spawn mk',
      'ana: run mk build jobs=2',
      'ben: spawn hog',
      'ben: run hog leak step=40M',
      'tick: 9',
    ]);
    const outcomes = recordedLane(main, '').outcomes;
    expect(outcomes.some(({ key, owner }) => key.includes('~') && owner.actor === 'ana')).toBe(true);
    const hog = outcomes.find(({ process }) => process === 'hog');
    expect(hog?.fate).toMatchObject({ kind: 'killed', at: 7, by: { actor: 'ben', process: 'hog' } });
  });
});

describe('in words', () => {
  it('[VAR-12] tells what would have been different, and how many would have been killed', () => {
    expect(summarise(against(CRASH, strict))).toEqual([
      'Under strict accounting Ana’s fork at #6 would have been refused with ENOMEM.',
      'Ben’s mmap at #8 would have been refused with ENOMEM.',
      'Ana’s db, killed for memory at #11, would have lived.',
      'Nobody would have been killed.',
      '3 inputs could no longer have happened.',
    ]);
    expect(summarise(against(CRASH, { from: 0 }))).toEqual([
      'With Linux 6.1, carried out anew everything would have gone the same way.',
    ]);
    const spared = summarise(against(CRASH, { from: 0, adjustments: { db: -1000, bgsave: -1000 } }));
    expect(spared.slice(0, 2)).toEqual([
      'With oom_score_adj -1000 for db, oom_score_adj -1000 for bgsave Ana’s db, killed for memory at #11, would have lived.',
      'Ben’s web would have been killed for memory at #11, when Ben’s web needed memory.',
    ]);
  });
});

describe('under every kernel', () => {
  it('[VAR-12] runs all of them step by step, and can be left at any step', () => {
    const run = runUnderAll(CRASH);
    const seen: number[] = [];
    let step = run.next();
    for (; !step.done; step = run.next()) {
      seen.push(step.value.done);
      expect(step.value.title).not.toBe('');
      expect(step.value.total).toBe(16 * CRASH.entries.length);
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(16 * CRASH.entries.length);
    expect(step.value).toHaveLength(17);
    expect(step.value.map(({ title }) => title)).toContain('Linux 6.1, overcommit 2 (strict)');
    for (const [i, plan] of everyKernelPlans().entries()) expect(step.value[i + 1]).toEqual(vary(CRASH, plan).report);
    const left = runUnderAll(CRASH);
    left.next();
    expect(left.return([])).toEqual({ done: true, value: [] });
  });
});

describe('learn from your kills', () => {
  const main = recordedLane(CRASH, 'as recorded');

  it('[VAR-14] the moments in which somebody’s process died or killed another', () => {
    const [died] = killMoments(main, { actor: 'ana', names: NAMES });
    expect(died).toMatchObject({ process: 'db', at: 11, before: 10, role: 'died' });
    expect(died?.words).toBe('Your db was killed at #11, when Ben’s web needed memory (touch).');
    const [caused, ...more] = killMoments(main, { actor: 'ben', names: NAMES });
    expect(caused).toMatchObject({ process: 'db', role: 'caused', before: 10 });
    expect(more).toEqual([]);
    expect(killMoments(main, { actor: 'root' })).toEqual([]);
  });

  it('[VAR-14] judges whether another action bettered it', () => {
    const [moment] = killMoments(main, { actor: 'ana' }) as [ReturnType<typeof killMoments>[number]];
    const verdict = (plan: VariationPlan): string => judge({ main, lane: vary(CRASH, plan).report, moment }).verdict;
    const insert = (after: number, actor: string, line: string) =>
      ({ kind: 'insert', after, actor, command: commandOf(line) }) as const;
    expect(verdict({ from: 10 })).toBe('same');
    expect(verdict({ from: 10, edits: [insert(10, 'ana', 'exit bgsave 0')] })).toBe('better');
    expect(verdict({ from: 10, edits: [insert(10, 'ana', 'exit db 0')] })).toBe('gone');
    expect(verdict({ from: 10, settings: { 'vm/panic_on_oom': '1' } })).toBe('worse');
    const later = [
      insert(10, 'ana', 'exit bgsave 0'),
      insert(11, 'ana', 'mmap db more 200M rw private'),
      insert(11, 'ana', 'touch db more'),
    ];
    const longer = recorded([...LINES, 'ana: spawn sh']);
    const late = later.map((edit, i) => ({ ...edit, after: i === 0 ? 10 : 12 }));
    const lane = vary(longer, { from: 10, edits: late }).report;
    expect(judge({ main: recordedLane(longer, ''), lane, moment }).verdict).toBe('later');
    expect(judge({ main, lane: vary(CRASH, { from: 10 }).report, moment }).words).toBe(
      'db was killed at #11 again; 1 killed in all, as before.',
    );
  });
});

it('says of a death that is only put off where it would have come', () => {
  const lines = [
    ...LINES.slice(0, -1),
    ...Array.from({ length: 6 }, (_, i) => `ben: touch web cache ${60 + i * 10}M 10M w`),
  ];
  const main = recorded(lines);
  const at = main.entries.find(({ facts }) => facts.some((fact) => fact.type === 'VictimChosen'))?.seq ?? 0;
  const reports = against(main, { from: at - 1, swapKb: 11 * 1024 });
  const words = summarise(reports);
  expect(reports.lane.outcomes.find(({ process }) => process === 'db')?.fate).toMatchObject({ kind: 'killed' });
  expect(words[0]).toMatch(new RegExp(`Ana’s db would have been killed for memory at #\\d+ instead of #${at}\\.$`));
});
