import { blankLab } from '@overcommit/handbook/ownLab';
import { describe, expect, it } from 'vitest';
import { freshId, labForm, parseSettings, parseSize, problemsAt, readLabForm, settingsText } from './labForm.ts';

describe('the form of a lab', () => {
  it('says what the lab says, without lines that are empty', () => {
    const lab = blankLab();
    expect(readLabForm(labForm(lab))).toEqual({ ok: true, lab, problems: [] });
    const typed = { ...labForm(lab), script: ['spawn db', ' ', ''], questions: [''] };
    expect(readLabForm(typed)).toMatchObject({ ok: true, lab: { script: ['spawn db'], questions: [] } });
  });

  it('can be kept with mistakes in it, which are named with their place', () => {
    const step = { id: 'step-1', who: 'anyone' as const, say: 'Go.', lines: ['spwan db', ''], doneWhen: '' };
    const read = readLabForm({ ...labForm(blankLab()), script: ['nothing'], steps: [step] });
    if (!read.ok) throw new Error(read.problem);
    expect(problemsAt(read.problems, 'Starting script')).toHaveLength(1);
    expect(problemsAt(read.problems, 'Step 1')[0]).toMatch(/^Step 1, line 1: /);
    expect(read.lab.steps[0]).toEqual({ id: 'step-1', who: 'anyone', say: 'Go.', lines: ['spwan db'] });
    expect(readLabForm({ ...labForm(blankLab()), title: ' ' })).toMatchObject({ ok: false });
  });

  it('reads sizes and settings', () => {
    expect([parseSize('256'), parseSize('256M'), parseSize('1 GiB'), parseSize('4096k'), parseSize('many')]).toEqual([
      262144,
      262144,
      1048576,
      4096,
      null,
    ]);
    const settings = { 'vm/overcommit_memory': '2', 'vm/swappiness': '60' };
    expect(parseSettings(settingsText(settings))).toEqual(settings);
    expect(parseSettings('vm/overcommit_memory 2')).toBeNull();
    expect(freshId('step', [{ id: 'step-2' }])).toBe('step-3');
  });
});
