import { hasPolicy, type PolicyId, policyInfo } from '@overcommit/engine';
import { overcommitWord } from '@overcommit/reading';
import { type Asked, readToken } from '@/machineView/whatIf.ts';
import { EMPTY_FORM, type PlanForm } from './planForm.ts';

/** The values that a link gives the dialog of a new variation. `from`: the branch entry, unless it starts from the beginning. */
export type Prepared = { form: PlanForm; from: number; name: string };

/** What a decision card's link asks for at entry `at`: from just before it, or from the beginning. Null for an unknown question. */
export function prepare(token: string, at: number): Prepared | null {
  const asked = readToken(token);
  const filled = asked && fill(asked, at);
  if (!asked || !filled) return null;
  const { name, ...form } = filled;
  return { form: { ...EMPTY_FORM, isFromBirth: asked.isFromBirth, ...form }, from: at - 1, name: name.slice(0, 80) };
}

function fill(asked: Asked, at: number): (Partial<PlanForm> & { name: string }) | null {
  switch (asked.kind) {
    case 'kernel':
      if (!hasPolicy(asked.policy as PolicyId)) return null;
      return { policy: asked.policy as PolicyId, name: `What if ${policyInfo(asked.policy as PolicyId).name}` };
    case 'set':
      return fillSetting(asked);
    case 'swap':
      return { swap: `${asked.kb}K`, name: `What if more swap at #${at}` };
    case 'adj':
      return {
        adjustments: `${asked.process} ${asked.value}`,
        name: `What if ${asked.process} had adj ${asked.value} at #${at}`,
      };
    case 'line':
      return { edits: `after ${at - 1} ${asked.line}`, name: `What if ${asked.line}` };
  }
}

function fillSetting({ name, value }: Extract<Asked, { kind: 'set' }>): Partial<PlanForm> & { name: string } {
  if (name !== 'vm/overcommit_memory') return { tunables: `${name} ${value}`, name: `What if ${name} ${value}` };
  const overcommit = (['0', '1', '2'] as const).find((one) => one === String(value)) ?? '';
  return { overcommit, name: `What if ${value === 2 ? 'strict' : overcommitWord(value)}` };
}
