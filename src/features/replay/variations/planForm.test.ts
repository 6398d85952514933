import { expect, it } from 'vitest';
import { EMPTY_FORM, readPlan, readSize } from './planForm.ts';

it('reads what differs, and leaves out what does not', () => {
  expect(readPlan(EMPTY_FORM, 7)).toEqual({ ok: true, plan: { from: 7 } });
  const form = {
    ...EMPTY_FORM,
    isFromBirth: true,
    policy: 'linux-6.1' as const,
    overcommit: '2' as const,
    ram: '512M',
    swap: '0',
    tunables: 'vm/overcommit_ratio 80\n',
    adjustments: 'db -500\nweb = 200',
    edits: 'drop 3\nchange #4 touch db pool\nafter 5 spawn x',
  };
  expect(readPlan(form, 7)).toEqual({
    ok: true,
    plan: {
      from: 0,
      policy: 'linux-6.1',
      memKb: 512 * 1024,
      swapKb: 0,
      settings: { 'vm/overcommit_ratio': '80', 'vm/overcommit_memory': '2' },
      adjustments: { db: -500, web: 200 },
      edits: [
        { kind: 'drop', seq: 3 },
        { kind: 'change', seq: 4, line: 'touch db pool' },
        { kind: 'insert', after: 5, line: 'spawn x' },
      ],
    },
  });
});

it('names the field that it cannot read', () => {
  const wrong = { ram: 'much', swap: '5', tunables: 'alone', adjustments: 'db high', edits: 'drop it' };
  for (const [field, text] of Object.entries(wrong))
    expect(readPlan({ ...EMPTY_FORM, [field]: text }, 1)).toMatchObject({ ok: false, field });
  expect([readSize('1.5G'), readSize('64k'), readSize('0'), readSize('-1M')]).toEqual([1_572_864, 64, 0, null]);
});
