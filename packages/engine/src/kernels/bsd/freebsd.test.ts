import { describe, expect, it } from 'vitest';
import { badnessTable } from '../../views/processes.ts';
import { policyOf } from '../registry.ts';
import { facts, killed, results, run } from '../testing.ts';

const bsd = (script: string, settings: Record<string, string> = {}) => run('freebsd', script, settings);
const FULL =
  '#mem 128M\nspawn a 1000\nmmap a r 60M rw private\nspawn b 1001\nmmap b r 50M rw private\ntouch a r 0 60M w\ntouch b r 0 50M w';

describe('FreeBSD', () => {
  it('KBSD-1 counts every reservation and refuses none by default', () => {
    const ran = bsd('#mem 128M\nspawn a 1000\nmmap a r 4G rw private\nfork a b');
    expect(results(ran)).toEqual(['ok', 'ok', 'ok']);
    expect(facts(ran, 'ChargeDecided').every((f) => f.limit === null && f.isGranted)).toBe(true);
  });

  it('KBSD-2 refuses above swap with bit 1, above swap and unwired RAM with bits 1 and 4', () => {
    const script = '#mem 128M\n#swap 64M\nspawn a 1000\nmmap a r 80M rw private\nmmap a s 200M rw private';
    expect(results(bsd(script, { 'vm/overcommit': '1' }))).toEqual(['ok', 'ENOMEM', 'ENOMEM']);
    expect(results(bsd(script, { 'vm/overcommit': '5' }))).toEqual(['ok', 'ok', 'ENOMEM']);
    expect(results(bsd(`sysctl vm.overcommit 1\n${script.replace('#mem 128M\n#swap 64M\n', '')}`))).toEqual([
      'ok',
      // Root may fork beyond the total; without swap not even a user's image fits.
      'ESRCH',
      'ESRCH',
      'ESRCH',
    ]);
    expect(results(bsd('sysctl vm.overcommit 8'))).toEqual(['EINVAL']);
  });

  it('KBSD-3 strikes after twelve fruitless scans, and says why', () => {
    const ran = bsd(FULL);
    expect(facts(ran, 'Waited').map((f) => f.milliseconds)).toEqual([1200]);
    expect(facts(ran, 'KernelSaid')[0]?.lines).toEqual(['pid 100 (a), jid 0, uid 1000, was killed: out of swap space']);
    expect(killed(ran)).toEqual(['a']);
  });

  it('KBSD-4 leaves pages out that are shared copy-on-write', () => {
    const ran = bsd('#mem 256M\nspawn a 1000\nmmap a r 60M rw private\ntouch a r 0 60M w\nfork a b');
    const points = badnessTable(ran.machine).map((c) => c.points);
    expect(points.every((p) => p < 500)).toBe(true);
  });

  it('KBSD-4 counts a shared object in full for every mapper, touched there or not, and the image as well', () => {
    const ran = bsd(
      '#mem 256M\nspawn a 1000\nmmap a s 120M rw shared\nfork a b\nfork a c\ntouch a s 0 120M w\nspawn other 1001',
    );
    const points = Object.fromEntries(badnessTable(ran.machine).map((c) => [c.process, c.points]));
    const object = (120 * 1024) / 4;
    for (const mapper of ['a', 'b', 'c']) expect(points[mapper]).toBeGreaterThan(object + 170);
    for (const mapper of ['b', 'c']) expect(Math.abs((points[mapper] ?? 0) - (points.a ?? 0))).toBeLessThan(50);
    expect(points.other).toBeGreaterThanOrEqual(171);
    expect(points.other).toBeLessThan(200);
  });

  it('KBSD-5 goes through the youngest first, so that of equals the youngest dies', () => {
    const ran = bsd('spawn a 1000\nspawn b 1000');
    expect(
      policyOf('freebsd')
        .candidates(ran.machine, { group: null, pages: 1 })
        .map((c) => c.process),
    ).toEqual(['b', 'a']);
  });

  it('KBSD-6 passes protected processes by', () => {
    const ran = bsd(FULL.replace('touch a', 'protect a on\ntouch a'));
    expect(killed(ran)).toEqual(['b']);
    expect(badnessTable(ran.machine)[0]?.exempt).toBe('protected');
  });

  it('KBSD-7 does not know MAP_NORESERVE', () => {
    const script = '#mem 128M\n#swap 64M\nspawn a 1000\nmmap a r 1G rw private,noreserve';
    expect(results(bsd(script, { 'vm/overcommit': '1' })).at(-1)).toBe('ENOMEM');
  });

  it('KBSD-8 refuses nothing by bit 2: RLIMIT_SWAP is not there', () => {
    expect(results(bsd('#mem 128M\nspawn a 1000\nmmap a r 1G rw private', { 'vm/overcommit': '2' })).at(-1)).toBe('ok');
  });
});
