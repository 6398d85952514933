import { describe, expect, it } from 'vitest';
import type { Fact } from '../facts.ts';
import { keptBack } from '../kernels/keptBack.ts';
import { factsOf, lab } from '../testLab.ts';
import { commitStatement } from './commit.ts';
import { forkAskOf } from './forkAsk.ts';
import { meminfo } from './meminfo.ts';
import { swapS } from './swapS.ts';

type ChargeDecided = Extract<Fact, { type: 'ChargeDecided' }>;

/** Kernels that refuse what goes beyond a limit, as head lines of a script. */
const STRICT = {
  'Linux 6.1': '#policy linux-6.1\nsysctl vm/overcommit_memory 2',
  'Linux 4.9': '#policy linux-4.9\nsysctl vm/overcommit_memory 2',
  'Linux 2.6.11': '#policy linux-2.6.11\nsysctl vm/overcommit_memory 2',
  Solaris: '#policy solaris-10',
  Windows: '#policy windows',
  FreeBSD: '#policy freebsd\nsysctl vm/overcommit 5',
};

const BIG = 'spawn db 1000\nmmap db pool 60M rw private\ntouch db pool 0 10M w';

function refusal(head: string, line: string): { fact: ChargeDecided; m: ReturnType<typeof lab>['m'] } {
  const { m, run } = lab(`#mem 256M\n#swap 16M\n${head}\n${BIG}`);
  const [fact] = factsOf(run(line).facts, 'ChargeDecided').filter((f) => !f.isGranted);
  if (!fact) throw new Error(`${line} was granted`);
  return { fact, m };
}

describe('one limit and one remainder', () => {
  it.each(Object.entries(STRICT))(
    '[VIEW-8] %s: what is shown is what decides, but for what the card says is kept back',
    (_, head) => {
      const { fact, m } = refusal(head, 'mmap db more 500M rw private');
      const { committedPages, limitPages, isEnforced } = commitStatement(m);
      const kept = keptBack(fact.terms).reduce((sum, { pages }) => sum + pages, 0);
      expect(isEnforced).toBe(true);
      expect(fact.counted).toBe(committedPages);
      expect(fact.limit).toBe(limitPages + kept);
      expect(kept).toBeLessThanOrEqual(0);
      expect(fact.terms?.reduce((sum, { pages }) => sum + pages, 0)).toBe(fact.limit);
    },
  );

  it('[VIEW-8] Solaris: so says swap -s', () => {
    const { m } = refusal(STRICT.Solaris, 'mmap db more 500M rw private');
    const { committedPages, limitPages } = commitStatement(m);
    const [used, available] = (swapS(m).match(/(\d+)k used, (\d+)k/) ?? []).slice(1).map(Number);
    expect([used, available]).toEqual([committedPages * 4, (limitPages - committedPages) * 4]);
  });

  it('[VIEW-8] Linux: so says /proc/meminfo', () => {
    const { m } = refusal(STRICT['Linux 6.1'], 'mmap db more 500M rw private');
    const { committedPages, limitPages } = commitStatement(m);
    expect(meminfo(m)).toMatch(
      new RegExp(`CommitLimit: +${limitPages * 4} kB\nCommitted_AS: +${committedPages * 4} kB`),
    );
  });

  it('[VIEW-8] AIX: what is shown is paging space, as an early request is held against it', () => {
    const { m, run } = lab(`#policy aix-early\n#mem 256M\n#swap 64M\n${BIG}`);
    const [fact] = factsOf(run('mmap db more 500M rw private').facts, 'ChargeDecided');
    const { pagingSpace } = commitStatement(m);
    expect(pagingSpace).toMatchObject({ total: fact?.limit, used: fact?.counted });
    expect(pagingSpace?.npskill).toBeGreaterThan(0);
    expect(commitStatement(lab('#policy solaris-10').m).pagingSpace).toBeNull();
  });

  it('[VIEW-8] the owners’ parts of what is promised add up to it, shared memory once', () => {
    const { m } = lab(
      `${BIG}\nmmap db s 5M rw shared\nfork db kid\nspawn web 1001\nmmap web n 5M rw shared,noreserve\ntouch web n`,
    );
    const { byOwner, committedPages } = commitStatement(m);
    expect(byOwner.reduce((sum, { promisedPages }) => sum + promisedPages, 0)).toBe(committedPages);
  });
});

describe('what a refused fork asked for', () => {
  const EDITOR = 'spawn editor 1000\nmmap editor text 110M rw private';

  it.each(['#policy linux-6.1\nsysctl vm/overcommit_memory 2', '#policy solaris-10'])(
    '[VIEW-9] in all, and by region: %s',
    (head) => {
      const { m, run } = lab(`#mem 256M\n${head}\n${EDITOR}`);
      const before = commitStatement(m).committedPages;
      const [fact] = factsOf(run('fork editor ls').facts, 'ChargeDecided').filter((f) => !f.isGranted);
      const ask = fact && forkAskOf(m, fact);
      if (!ask) throw new Error('the fork was not refused');
      expect(ask.promised).toBe(before);
      expect(ask.parts.find(({ name }) => name === 'text')).toEqual({ name: 'text', pages: 110 * 256 });
      expect(ask.parts.reduce((sum, { pages }) => sum + pages, 0)).toBe(ask.pages);
      expect(ask.pages).toBe(110 * 256 + 177);
      expect(ask.promised + ask.pages).toBeGreaterThan(fact.limit ?? 0);
    },
  );

  it('[VIEW-9] nothing is said of another call, and where the machine has moved on', () => {
    const { m, run } = lab(`sysctl vm/overcommit_memory 2\n${EDITOR}`);
    const [mapped] = factsOf(run('mmap editor more 900M rw private').facts, 'ChargeDecided');
    const [forked] = factsOf(run('fork editor ls').facts, 'ChargeDecided');
    expect(mapped && forkAskOf(m, mapped)).toBeNull();
    run('munmap editor text');
    expect(forked && forkAskOf(m, forked)).toBeNull();
  });
});
