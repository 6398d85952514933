import { playStory, RECORDINGS } from '@overcommit/handbook';
import type { FateRow } from '@overcommit/reading';
import { describe, expect, it } from 'vitest';
import { differs, tryRule } from './ruleTrial.ts';

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

  const fatesOf = ({ rows }: { rows: FateRow[] }, name: string) =>
    rows.find(({ process }) => process === name)?.cells.map(({ kind }) => kind);

  it('holds the fates of each process side by side and marks those that differ', () => {
    const made = trial('compiler', '0 - age');
    expect(made.rows.filter(differs).map(({ process }) => process)).toEqual(['db', 'cc1']);
    expect(['db', 'cc1', 'sshd'].map((name) => fatesOf(made, name))).toEqual([
      ['killed', 'lived'],
      ['lived', 'killed'],
      ['lived', 'lived'],
    ]);
  });

  it('the kernel’s own points change nothing', () => {
    for (const { id } of RECORDINGS) expect(trial(id, 'points').rows.filter(differs)).toEqual([]);
  });

  it('a family that goes on forking after a kill is followed by its commands, not by its numbers', () => {
    const made = trial('family', 'name.startsWith("bomb") ? 1000000 - pid : 0');
    expect(fatesOf(made, 'thesis')).toEqual(['killed', 'lived']);
    expect(fatesOf(made, 'bomb')).toEqual(['lived', 'killed']);
  });

  it('a mistake is answered with its column', () => {
    expect(tryRule(recorded('database'), 'rss + sawp')).toMatchObject({ ok: false, error: { column: 7 } });
  });
});
