import { describe, expect, it } from 'vitest';
import { type VariationPlan, vary } from '../index.ts';
import { answers, CLASS, commandOf, recorded, rowAt, seqOf, strict } from './testLog.ts';

describe('what can no longer happen', () => {
  const main = recorded([
    ...CLASS,
    'ana: lock db l',
    'root: cgroup g',
    'root: cgjoin db g',
    'ana: thread db t',
    'ana: lock db.t m',
  ]);

  it('[VAR-3] a process that was refused, killed or never born', () => {
    expect(rowAt(main, { from: 0, settings: strict }, 'fork db bgsave')).toBe('ENOMEM');
    expect(rowAt(main, { from: 0, settings: strict }, 'touch bgsave pool 0 40M w')).toBe(
      `skipped: bgsave was never born: refused with ENOMEM at #${seqOf(main, 'fork db bgsave')}`,
    );
    const dropped: VariationPlan = { from: 0, edits: [{ kind: 'drop', seq: seqOf(main, 'spawn web') }] };
    expect(rowAt(main, dropped, 'mmap web cache 120M rw private')).toBe('skipped: web was never born here');
    const { report } = vary(main, dropped);
    expect(report.skipped).toBe(4);
  });

  it('[VAR-3] a region that was never granted, a thread that was never started, a group that was never made', () => {
    const region = rowAt(main, { from: 0, settings: strict }, 'touch web cache 0 60M w');
    expect(region).toMatch(/^skipped: web has no region cache: its mmap at #\d+ was refused with ENOMEM$/);
    const drop = (line: string): VariationPlan => ({ from: 0, edits: [{ kind: 'drop', seq: seqOf(main, line) }] });
    expect(rowAt(main, drop('thread db t'), 'lock db.t m')).toBe('skipped: db has no thread t here');
    expect(rowAt(main, drop('cgroup g'), 'cgjoin db g')).toBe('skipped: the group g was never made here');
    expect(rowAt(main, drop('mmap db pool 100M rw private'), 'touch db pool 0 100M w')).toMatch(/never granted here/);
  });

  it('[VAR-4] what named nothing when it was recorded is carried out as usual', () => {
    expect(rowAt(main, { from: 0, settings: strict }, 'touch nobody x 4K')).toBe('ESRCH');
    const insert: VariationPlan = {
      from: 0,
      edits: [{ kind: 'insert', after: 5, actor: 'ana', command: commandOf('touch nobody y 4K') }],
    };
    expect(answers(vary(main, insert).rows.filter((row) => row.mark === 'inserted'))).toEqual(['ESRCH']);
  });

  it('[VAR-4] what was turned away before anybody looked for it is turned away again', () => {
    const own = recorded([
      'root: spawn a',
      'ana: cgjoin a nothing',
      'ana: spawn a 0',
      'root: lock a l',
      'root: vfork a b',
      'root: touch a nothing 4K',
      'ana: touch a nothing 4K',
    ]);
    const { report, entries } = vary(own, { from: 0 });
    expect(report).toMatchObject({ skipped: 0, divergence: null });
    expect(entries).toEqual(own.entries);
  });

  it('[VAR-5] a birth under the name of somebody who still lives here', () => {
    const { rows } = vary(main, { from: 0, settings: strict });
    const again = rows.filter((row) => row.command.verb === 'spawn' && row.command.name === 'db');
    expect(answers(again)).toEqual(['ok', 'skipped: db is still alive here']);
  });

  it('[VAR-6] what the variation holds: tunables, swap and adjustments', () => {
    const own = recorded([
      'root: sysctl vm/overcommit_memory 2',
      'root: swapon 64M',
      'ana: spawn a',
      'ana: oom_score_adj a 300',
      'root: sysctl vm/swappiness 1',
    ]);
    const { rows, machine, report } = vary(own, {
      from: 0,
      swapKb: 32_768,
      settings: { 'vm/overcommit_memory': '1' },
      adjustments: { a: -5 },
    });
    expect(answers(rows.filter((row) => row.mark === 'recorded')).slice(2)).toEqual([
      'skipped: this variation holds vm/overcommit_memory at 1',
      'skipped: this variation holds the size of swap',
      'ok',
      'skipped: this variation holds the oom_score_adj of a at -5',
      'ok',
    ]);
    expect(machine).toMatchObject({ swapPages: 8191, tunables: { 'vm/overcommit_memory': 1, 'vm/swappiness': 1 } });
    expect(machine.processes[0]?.oomScoreAdj).toBe(-5);
    expect(report).toMatchObject({ skipped: 3, divergence: null });
  });

  it('[VAR-10] nothing more happens after a panic, and a rejection is told', () => {
    const { rows, report } = vary(main, { from: 0, settings: { 'vm/panic_on_oom': '1' } });
    expect(report.panic).toMatch(/panic_on_oom/);
    expect(answers(rows).at(-1)).toMatch(/^skipped: the machine has crashed here/);
    expect(report.skipped).toBe(rows.filter((row) => row.state === 'skipped').length);
    const noSeat: VariationPlan = { from: 0, edits: [{ kind: 'drop', seq: 3 }] };
    expect(answers(vary(main, noSeat).rows)).toContain('skipped: You have no seat on this machine.');
  });
});
