import { beforeAll, describe, expect, it } from 'vitest';
import { boot } from '../boot.ts';
import { execute } from '../execute.ts';
import type { Machine } from '../state.ts';
import { complete } from './complete.ts';
import { parseLine } from './parse.ts';
import { DEFAULT_SPEC } from './parseScript.ts';

describe('complete', () => {
  let machine: Machine;
  beforeAll(() => {
    machine = boot(DEFAULT_SPEC);
    const does = (actor: string, line: string) => {
      const parsed = parseLine(line);
      if (!parsed.ok || !execute(machine, parsed.command, actor).ok) throw new Error(line);
    };
    execute(machine, { verb: 'seat', actor: 'ana', uid: 1000, role: 'student' }, 'system');
    execute(machine, { verb: 'seat', actor: 'ben', uid: 1001, role: 'student' }, 'system');
    for (const line of ['spawn web', 'mmap web cache 8M rw private', 'mmap web conf 1M r private']) does('ana', line);
    for (const line of ['spawn db', 'mmap db pool 8M rw private']) does('ben', line);
  });

  it('offers verbs at the start, and those that begin so', () => {
    expect(complete('', machine)).toContain('spawn');
    expect(complete('m', machine)).toEqual(['mmap', 'munmap', 'mprotect', 'mremap', 'madvise', 'mlock']);
    expect(complete('help mm', machine)).toEqual(['mmap']);
  });

  it('offers own processes first', () => {
    expect(complete('touch ', machine, 'ana')).toEqual(['web', 'db']);
    expect(complete('touch ', machine, 'ben')).toEqual(['db', 'web']);
  });

  it('offers the regions of the process that was named', () => {
    expect(complete('touch web ', machine, 'ana')).toEqual(['cache', 'conf']);
    expect(complete('touch web ca', machine, 'ana')).toEqual(['cache']);
    expect(complete('touch db ', machine, 'ana')).toEqual(['pool']);
    expect(complete('touch nobody ', machine, 'ana')).toEqual([]);
  });

  it('offers advice, tunables, programs and capabilities', () => {
    expect(complete('madvise web cache do', machine)).toEqual(['dontneed', 'dontfork', 'dofork']);
    expect(complete('sysctl vm/overcommit_m', machine)).toEqual(['vm/overcommit_memory']);
    expect(complete('run web b', machine)).toEqual(['bgsave', 'browser', 'build']);
    expect(complete('cap web +CAP_SYS_R', machine)).toEqual(['+CAP_SYS_RESOURCE', '+CAP_SYS_RAWIO']);
  });

  it('goes on inside a loop, and offers nothing in a comment or for a new name', () => {
    expect(complete('run web repeat 3; touch web ', machine)).toEqual(['cache', 'conf']);
    expect(complete('run web repeat 3; e', machine)).toEqual(['end', 'exec', 'exit']);
    expect(complete('spawn a # t', machine)).toEqual([]);
    expect(complete('spawn ', machine)).toEqual([]);
  });
});
