import { expect, it } from 'vitest';
import { POLICY_IDS, type PolicyId } from './ids.ts';
import { policyInfo } from './registry.ts';
import { results, run } from './testing.ts';

const system = (id: PolicyId) => policyInfo(id).system;

it('[KRN-16] every kernel says how its system looks', () => {
  expect(POLICY_IDS.map((id) => system(id).messages)).toEqual([
    ...Array<string>(7).fill('dmesg'),
    '/var/adm/messages',
    ...Array<string>(3).fill('errpt -a'),
    'dmesg',
    'dmesg',
    'event log',
  ]);
  expect(system('linux-2.4').files).toEqual(['status', 'maps']);
  expect(system('linux-4.13').files).toEqual(['status', 'maps', 'oom_score']);
  expect(system('linux-4.14').files).toContain('smaps_rollup');
  expect([system('linux-2.4').stampsMessages, system('linux-2.6.11').stampsMessages]).toEqual([false, true]);
  expect([system('aix-late').swapWord, system('windows').swapWord]).toEqual(['paging space', 'page file']);
  expect(system('solaris-10').perror).toMatchObject({ ENOMEM: 'Not enough space' });
});

it('[KRN-16] each has its way to be strict, or none', () => {
  const way = (id: PolicyId) => {
    const { strictWay } = system(id);
    return strictWay === null ? null : strictWay.kind === 'kernel' ? strictWay.policy : strictWay.name;
  };
  expect(POLICY_IDS.map(way)).toEqual([
    null,
    ...Array<string>(6).fill('vm/overcommit_memory'),
    null,
    'aix-early',
    'aix-early',
    null,
    'vm/overcommit',
    null,
    null,
  ]);
  expect(POLICY_IDS.filter((id) => system(id).strictPeer === null)).toEqual(['solaris-10']);
});

it('[KL-17] oom_adj comes with 2.6.11', () => {
  expect(results(run('linux-2.6.10', 'spawn a 1000\noom_adj a 3'))).toEqual(['ok', 'ENOSYS']);
  expect(results(run('linux-2.6.12', 'spawn a 1000\noom_adj a 3'))).toEqual(['ok', 'ok']);
});
