import { playStory, RECORDINGS } from '@overcommit/handbook';
import { describe, expect, it } from 'vitest';
import { tryRule } from './ruleTrial.ts';

const recorded = (id: string) => {
  const found = RECORDINGS.find((one) => one.id === id) ?? expect.fail(`no recording ${id}`);
  return playStory(found.spec, found.story, found.script);
};
const trial = (id: string, rule: string) => {
  const made = tryRule(recorded(id), rule);
  return made.ok ? made : expect.fail(made.error.message);
};

describe('trying a rule on a recorded log', () => {
  it('says who dies by the kernel and who by the rule, with the terms at that moment', () => {
    const { kernelKills, ruleKills } = trial('compiler', '0 - age');
    expect(kernelKills).toEqual(['db']);
    expect(ruleKills.map(({ fact }) => fact.victim.process)).toEqual(['cc1']);
    expect(ruleKills[0]).toMatchObject({ actor: 'ben', line: 'touch cc1 ast 60M 60M w', fact: { formula: '0 - age' } });
  });

  it('holds the fates of each process side by side and marks those that differ', () => {
    const { rows } = trial('compiler', '0 - age');
    expect(
      rows.filter(({ differs }) => differs).map(({ name, kernel, rule }) => [name, kernel?.end, rule?.end]),
    ).toEqual([
      ['db', 'killed', 'lived'],
      ['cc1', 'lived', 'killed'],
    ]);
    expect(rows.find(({ name }) => name === 'sshd')).toMatchObject({
      kernel: { end: 'lived' },
      rule: { end: 'lived' },
    });
  });

  it('the kernel’s own points change nothing', () => {
    for (const { id } of RECORDINGS) expect(trial(id, 'points').rows.filter(({ differs }) => differs)).toEqual([]);
  });

  it('a family that forks on after a kill is followed by its commands, not by its numbers', () => {
    const { rows } = trial('family', 'name.startsWith("bomb") ? 1000000 - pid : 0');
    expect(rows.find(({ name }) => name === 'thesis')).toMatchObject({
      kernel: { end: 'killed' },
      rule: { end: 'lived' },
    });
    expect(rows.some(({ rule }) => rule?.end === 'refused')).toBe(true);
  });

  it('a mistake is answered with its column', () => {
    expect(tryRule(recorded('database'), 'rss + sawp')).toMatchObject({ ok: false, error: { column: 7 } });
  });
});
