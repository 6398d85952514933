import type { MachineSpec } from '@overcommit/engine';
import { hashHeader } from '@overcommit/event-store';
import { expect, it } from 'vitest';
import { LogHeaderSchema, logHeader } from './format.ts';

const SPEC: MachineSpec = { memKb: 262144, swapKb: 0, policy: 'linux-2.4', seed: 7, settings: {} };

it('a header says which release of Linux its kernel is', () => {
  const release = (policy: MachineSpec['policy']) =>
    logHeader({ id: 'm1', spec: { ...SPEC, policy }, engineVersion: '0.5.0' }).machine.release;
  expect(release('linux-2.4')).toBe('2.4.20');
  expect(release('linux-6.12.3')).toBe('6.12.3');
  expect(release('freebsd')).toBeUndefined();
});

it('a header without a release stays as it was, to its hash', () => {
  const header = logHeader({ id: 'm1', spec: SPEC, engineVersion: '0.4.0' });
  const { release: _, ...machine } = header.machine;
  const old = { ...header, machine };
  expect(LogHeaderSchema.parse(old)).toEqual(old);
  expect(hashHeader(LogHeaderSchema.parse(old))).toBe(hashHeader(old));
  expect(hashHeader(old)).not.toBe(hashHeader(header));
});

it('a header under a kernel that there is not is refused with what there is', () => {
  const header = logHeader({ id: 'm1', spec: SPEC, engineVersion: '0.5.0' });
  const read = LogHeaderSchema.safeParse({ ...header, machine: { ...header.machine, policy: 'linux-99.9' } });
  expect(read.error?.issues[0]?.message).toContain('linux-3.0 to linux-6.12');
});
