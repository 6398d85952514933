import { describe, expect, it } from 'vitest';
import { lspsS } from '../../views/lspsS.ts';
import type { PolicyId } from '../ids.ts';
import { facts, killed, processOf, results, run } from '../testing.ts';
import { pagingSpace } from './aix.ts';

/** 64 MiB of paging space: 16 383 slots, npswarn 512, npskill 127. */
const HEAD = '#mem 256M\n#swap 64M\n';
const late = (script: string) => run('aix-late', HEAD + script);
const deferred = (script: string) => run('aix-deferred', HEAD + script);
const early = (script: string) => run('aix-early', HEAD + script);

describe('slots of paging space', () => {
  const touched = 'spawn a 1000\nmmap a x 40M rw private\ntouch a x 0 20M w';

  it('KAIX-2 takes a slot at the touch (late), at page-out (deferred) or at the request (early)', () => {
    const used = [
      pagingSpace(late(touched).machine, 'late').used,
      pagingSpace(deferred(touched).machine, 'deferred').used,
      pagingSpace(early(touched).machine, 'early').used,
    ];
    // 13 pages of the image are touched, 177 are asked for.
    expect(used).toEqual([5120 + 13, 0, 10240 + 177]);
  });

  it('KAIX-2 counts a page that parent and child share once', () => {
    const before = pagingSpace(late(touched).machine, 'late').used;
    const after = pagingSpace(late(`${touched}\nfork a b`).machine, 'late').used;
    expect(after - before).toBeLessThan(10);
  });

  it('KAIX-1 goes by the process’s own PSALLOC, from its next exec on, and passes it to children', () => {
    const ran = late(
      'spawn a 1000\npsalloc a early\nfork a b\nexec b\nmmap b x 10M rw private\nmmap a x 10M rw private',
    );
    expect(processOf(ran, 'a').traits).toEqual({ psalloc: 'early' });
    expect(processOf(ran, 'b').traits).toEqual({ psalloc: 'early', isEarly: true });
    // b has its 2560 slots and its image's; a has touched its image only.
    expect(pagingSpace(ran.machine, 'late').used).toBe(2560 + 177 + 13);
  });

  it('KAIX-5 refuses an early process at once when the slots are not there, and leaves a late one alone', () => {
    const script = 'spawn a 1000\nmmap a x 100M rw private';
    expect(results(early(script))).toEqual(['ok', 'ENOMEM']);
    expect(results(late(script))).toEqual(['ok', 'ok']);
  });

  it('KAIX-6 starts nobody below npskill, after five tries of 100 ms', () => {
    const ran = late(
      'sysctl nokilluid 2000\nspawn a 1000\nmmap a x 80M rw private\ntouch a x 0 65000K w\nspawn b 1000\nfork a c',
    );
    expect(results(ran).slice(-2)).toEqual(['ENOMEM', 'ENOMEM']);
    expect(facts(ran, 'ChargeDecided').at(-1)).toMatchObject({ rule: 'KAIX-6', waitedMs: 500, call: 'fork' });
  });
});

describe('warning and killing', () => {
  const old = 'spawn old 1000\nmmap old x 20M rw private\ntouch old x 0 20M w\ntick 5\n';
  const young = 'spawn young 1001\nmmap young y 100M rw private\n';

  it('KAIX-3 derives npswarn and npskill from the paging space, unless they are set', () => {
    const ran = late(`${old}${young}touch young y 0 42M w`);
    expect(facts(ran, 'DangerSignalled')[0]).toMatchObject({ npswarn: 512 });
    const set = run('aix-late', `${HEAD}sysctl npswarn 9000\n${old}${young}touch young y 0 20M w`);
    expect(facts(set, 'DangerSignalled')[0]).toMatchObject({ npswarn: 9000 });
  });

  it('KAIX-8 sends SIGDANGER to all once on each fall below npswarn', () => {
    const ran = late(
      `${old}${young}touch young y 0 42M w\ntouch young y 42M 512K w\nmunmap young y\nmmap young y 100M rw private\ntouch young y 0 42M w`,
    );
    const dangers = facts(ran, 'DangerSignalled');
    expect(dangers.map((f) => f.pids.length)).toEqual([2, 2]);
    expect(dangers.every((f) => f.freePages < 512)).toBe(true);
    expect(killed(ran)).toEqual([]);
  });

  it('KAIX-8 kills below npskill, and only then', () => {
    const ran = late(`${old}${young}touch young y 0 80M w`);
    expect(killed(ran)).toEqual(['young']);
    const last = ran.lines.at(-1);
    expect(last?.result).toBe('killed');
    const order = last?.facts.map((f) => f.type).filter((t) => t === 'DangerSignalled' || t === 'VictimChosen');
    expect(order).toEqual(['DangerSignalled', 'VictimChosen']);
    // It got as far as one slot below npskill.
    expect(pagingSpace(ran.machine, 'late').free).toBeGreaterThan(10_000);
    expect(last?.pages).toBeGreaterThan(10_900);
  });

  it('KAIX-7 takes the youngest, of equals the higher pid, and spares early ones and low uids', () => {
    expect(killed(late(`${young}tick 5\n${old}touch young y 0 80M w`))).toEqual(['old', 'young']);
    const both = `spawn a 0\nspawn b 1000\nmmap b y 100M rw private\n`;
    expect(killed(late(`${both}touch b y 0 80M w`))).toEqual(['b']);
    expect(
      killed(late(`sysctl nokilluid 1\nspawn b 1000\nmmap b y 100M rw private\ntick 1\nspawn a 0\ntouch b y 0 80M w`)),
    ).toEqual(['b']);
    const safe = `spawn b 1000\nmmap b y 100M rw private\ntick 1\nspawn a 1000\npsalloc a early\nexec a\ntouch b y 0 80M w`;
    expect(killed(late(safe))).toEqual(['b']);
  });

  it('KAIX-7 spares who handles SIGDANGER; ignoring it is no handler', () => {
    const script = (action: string) => `${old}spawn last 1000\nsigdanger last ${action}\n${young}touch young y 0 80M w`;
    expect(killed(late(script('ignore')))).toEqual(['young']);
    const first = (action: string) =>
      `${young}tick 1\nspawn last 1000\nsigdanger last ${action}\ntouch young y 0 80M w`;
    expect(killed(late(first('ignore')))).toEqual(['last', 'young']);
    expect(killed(late(first('release')))).toEqual(['young']);
  });

  it('KAIX-9 lets a handler end the process or give back what it mapped', () => {
    const script = (action: string) => `${old}sigdanger old ${action}\n${young}touch young y 0 60M w`;
    const gone = late(script('exit'));
    expect(facts(gone, 'ProcessEnded').map((f) => [f.process, f.cause])[0]).toEqual(['old', 'exit']);
    const released = late(script('release'));
    expect(results(released).at(-1)).toBe('ok');
    expect(facts(released, 'PagesDropped')[0]?.count).toBe(5120);
    expect(killed(released)).toEqual([]);
  });

  it('KAIX-10 puts a late process to sleep when no slot is left and nobody may be killed', () => {
    const ran = late(
      'spawn a 1000\nsigdanger a exit\nspawn b 1000\nsysctl nokilluid 2000\nmmap b y 100M rw private\ntouch b y 0 80M w',
    );
    expect(results(ran).at(-1)).toBe('EAGAIN');
    expect(pagingSpace(ran.machine, 'late').free).toBe(0);
  });

  it('KAIX-4 has no thresholds without paging space; KAIX-11 the youngest goes when RAM is full', () => {
    const bare = (id: PolicyId) => run(id, `#mem 128M\n${old}${young}touch young y 0 90M w`);
    expect(facts(bare('aix-late'), 'DangerSignalled')).toEqual([]);
    expect(killed(bare('aix-late'))).toEqual(['young']);
    expect(results(run('aix-early', '#mem 128M\nspawn a 1000'))).toEqual(['ENOMEM']);
  });

  it('KAIX-12 shows lsps -s', () => {
    expect(lspsS(late(`${old}${young}touch young y 0 10M w`).machine)).toBe(
      'Total Paging Space   Percent Used\n       63MB               47%',
    );
  });
});

describe('when to look', () => {
  it('KRN-3 the kernel is asked after each stretch of one touch: it warns, and then kills', () => {
    const ran = late(
      'spawn old 1000\nmmap old x 20M rw private\ntouch old x\ntick\nspawn young 1001\nmmap young y 60M rw private\ntouch young y',
    );
    const types = ran.lines.at(-1)?.facts.map(({ type }) => type) ?? [];
    const wanted = ['DangerSignalled', 'VictimChosen', 'ProcessEnded'];
    expect(types.filter((type) => wanted.includes(type))).toEqual(wanted);
    expect(killed(ran)).toEqual(['young']);
  });

  it('KRN-3 and after each tick', () => {
    const ran = late('spawn a 1000\nrun a leak step=16M\ntick 4');
    expect(facts(ran, 'DangerSignalled')).toHaveLength(1);
    expect(killed(ran)).toEqual(['a']);
  });

  it('KAIX-11 the youngest goes when RAM is full and nothing can be paged out', () => {
    const ran = run(
      'aix-late',
      '#mem 64M\nspawn old 1000\nmmap old x 100M rw private\ntick\nspawn young 1001\nmmap young y 8M rw private\ntouch young y\ntouch old x',
    );
    expect(killed(ran)).toEqual(['young', 'old']);
    expect(facts(ran, 'VictimChosen').map(({ rule, trigger }) => [rule, trigger.call])).toEqual([
      ['KAIX-7', 'touch'],
      ['KAIX-7', 'touch'],
    ]);
  });
});
