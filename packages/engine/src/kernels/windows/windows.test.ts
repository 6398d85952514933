import { describe, expect, it } from 'vitest';
import { badnessTable } from '../../views/processes.ts';
import { machineUse } from '../measure.ts';
import { policyOf } from '../registry.ts';
import { facts, results, run } from '../testing.ts';

describe('Windows', () => {
  const windows = (script: string) => run('windows', script);

  it('KWIN-1 charges every committed page against RAM and page file, the kernel’s own among them', () => {
    const ran = windows('#mem 128M\n#swap 64M\nspawn a 1000\nmmap a r 200M rw private');
    const refusal = facts(ran, 'ChargeDecided').find((f) => !f.isGranted);
    expect(refusal?.terms?.map((t) => t.label)).toEqual(['RAM', 'page file', 'charged by the kernel itself']);
    expect(refusal?.remedies).toEqual([{ more: 'swap' }, { instead: 'MEM_RESERVE' }]);
  });

  it('KWIN-2 does not let the page file grow', () => {
    const { machine } = windows('#mem 128M\n#swap 64M');
    expect(policyOf('windows').commitLimit(machine)).toBe(machine.ramPages + 16383 - machineUse(machine).kernel);
  });

  it('KWIN-3 charges committed memory whatever its protection', () => {
    const before = windows('spawn a 1000').machine.committed;
    expect(windows('spawn a 1000\nmmap a r 10M r private').machine.committed - before).toBe(2560);
  });

  it('KWIN-4 reserves address space for nothing, and any access there is a bad one', () => {
    const ran = windows(
      '#mem 128M\nspawn a 1000\nmmap a r 4G rw private,noreserve\ntouch a r 0 4K w\ntouch a r 0 4K r',
    );
    expect(results(ran)).toEqual(['ok', 'ok', 'SIGSEGV', 'SIGSEGV']);
  });

  it('KWIN-5 has no fork and no vfork; a new process costs its own image', () => {
    const ran = windows('#mem 128M\nspawn a 1000\nmmap a r 60M rw private\nfork a b\nvfork a b\nposix_spawn a b');
    expect(results(ran).slice(2)).toEqual(['ENOSYS', 'ENOSYS', 'ok']);
  });

  it('KWIN-6 kills nobody', () => {
    const ran = windows('#mem 128M\nspawn a 1000\nmmap a r 90M rw private\ntouch a r 0 90M w');
    expect(facts(ran, 'ProcessEnded')).toEqual([]);
    expect(badnessTable(ran.machine).every((c) => c.exempt !== undefined)).toBe(true);
  });
});
