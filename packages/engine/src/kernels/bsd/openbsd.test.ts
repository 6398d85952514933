import { describe, expect, it } from 'vitest';
import { facts, killed, results, run } from '../testing.ts';

const FULL =
  '#mem 128M\nspawn a 1000\nmmap a r 60M rw private\nspawn b 1001\nmmap b r 50M rw private\ntouch a r 0 60M w\ntouch b r 0 50M w';

describe('OpenBSD', () => {
  it('KUVM-1 reserves nothing', () => {
    expect(results(run('openbsd', '#mem 128M\nspawn a 1000\nmmap a r 8G rw private\nfork a b'))).toEqual([
      'ok',
      'ok',
      'ok',
    ]);
  });

  it('KUVM-2 kills who needs the page that is not there, however small', () => {
    const ran = run('openbsd', FULL);
    expect(killed(ran)).toEqual(['b']);
    expect(facts(ran, 'KernelSaid')[0]?.lines).toEqual(['UVM: pid 101 (b), uid 1001 killed: out of swap']);
    expect(ran.lines.at(-1)?.result).toBe('killed');
  });

  it('KUVM-3 lets it sleep while swap is less than 99 % full', () => {
    // Locked memory cannot be paged out: RAM is full, swap is empty.
    const script =
      '#mem 128M\n#swap 64M\nspawn a 0\nmmap a r 105M rw private,locked\nmmap a s 40M rw private\ntouch a s 0 40M w';
    expect(results(run('openbsd', script)).at(-1)).toBe('EAGAIN');
    expect(killed(run('openbsd', script))).toEqual([]);
  });
});
