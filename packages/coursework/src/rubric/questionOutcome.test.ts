import { boot, type Entry, execute, type MachineSpec, makeEntry, parseLine } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { type OutcomeRule, questionOutcome } from './questionOutcome.ts';

const spec: MachineSpec = { memKb: 256 * 1024, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} };

function logOf(lines: string[]): Entry[] {
  const machine = boot(spec);
  return lines.map((line, index) => {
    const parsed = parseLine(line);
    const done = parsed.ok ? execute(machine, parsed.command, 'system') : parsed;
    if (!parsed.ok || !done.ok) throw new Error(line);
    return makeEntry(machine, { actor: 'ana', commandId: `c${index}`, command: parsed.command, facts: done.facts });
  });
}

const entries = logOf(['spawn a', 'fork a b', 'fork nobody c', 'fork a d']);
const rule: OutcomeRule = {
  by: 'forks',
  choices: {
    yes: 'forks.exists(f, f.seq == at && f.ok)',
    no: 'forks.exists(f, f.seq == at && f.errno == "ENOMEM")',
  },
};

it('the first row after the asking decides, and says which choice came true', () => {
  expect(questionOutcome({ spec, entries }, rule, 1)).toEqual({ at: 2, right: 'yes' });
  expect(questionOutcome({ spec, entries }, rule, 3)).toEqual({ at: 4, right: 'yes' });
});

it('what is none of the choices decides too, and nothing does before it happens', () => {
  expect(questionOutcome({ spec, entries }, rule, 2)).toEqual({ at: 3, right: null });
  expect(questionOutcome({ spec, entries }, rule, 4)).toBeNull();
  expect(questionOutcome({ spec, entries: entries.slice(0, 1) }, rule, 0)).toBeNull();
});

it('numbers of entries do as well as rows, and “asked” can be looked back from', () => {
  const numbers: OutcomeRule = { by: 'forks.map(f, f.seq)', choices: { yes: 'at - asked == 2' } };
  expect(questionOutcome({ spec, entries }, numbers, 1)).toEqual({ at: 2, right: null });
  expect(questionOutcome({ spec, entries }, { ...numbers, by: '4' }, 2)).toEqual({ at: 4, right: 'yes' });
});

it('an expression that cannot be evaluated throws with its words', () => {
  expect(() => questionOutcome({ spec, entries }, { by: 'frks', choices: {} }, 0)).toThrow(
    /“frks” could not be evaluated/,
  );
});
