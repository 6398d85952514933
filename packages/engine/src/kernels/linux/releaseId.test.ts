import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digest } from '../../digest.ts';
import { parseScript } from '../../script/index.ts';
import { vary } from '../../variation/rerun.ts';
import { POLICY_IDS, type PolicyId } from '../ids.ts';
import { hasPolicy, linuxRelease, policyInfo, policyOf, readPolicy } from '../registry.ts';
import { facts, run } from '../testing.ts';
import { LINUX_ROWS } from './eras.ts';
import { linuxReleaseOf } from './releaseId.ts';

describe('Linux by release number', () => {
  it('[ERA-3] takes every release of 2.4, 2.6 and from 3.0 to 6.12', () => {
    const taken = ['2.4.0', '2.4.37', '2.6.0', '2.6.39', '3.0', '3.19.8', '4.20', '5.15.85', '6.6', '6.12', '6.12.117'];
    expect(taken.map((release) => linuxReleaseOf(`linux-${release}`))).toEqual(taken);
  });

  it('[ERA-3] refuses what is no such release, with a sentence that says what is taken', () => {
    const refused = [
      'linux-2.2',
      'linux-2.4.38',
      'linux-2.5.30',
      'linux-2.6',
      'linux-4.21',
      'linux-6.13',
      'linux-99.9',
    ];
    const absurd = [
      'linux-6.1.x-junk',
      'linux-6',
      'linux-06.1',
      'linux-6.1.1.1',
      'linux-6.1.1000',
      'linux--1.2',
      'Linux-6.1',
      '',
    ];
    for (const text of [...refused, ...absurd]) {
      const read = readPolicy(text);
      expect(hasPolicy(text as PolicyId), text).toBe(false);
      expect(read.ok ? '' : read.message, text).toContain('linux-2.4.0 to linux-2.4.37');
      expect(read.ok ? '' : read.message, text).toContain('solaris-10');
    }
  });

  it('[ERA-3] the listed ids stand for fixed releases', () => {
    const releases = POLICY_IDS.map((id) => linuxRelease(id)).filter((release) => release !== null);
    expect(releases).toEqual(['2.4.20', '2.6.11', '2.6.32', '3.10.65', '4.9', '5.4', '6.1']);
    expect(linuxRelease('linux-3.10.0')).toBe('3.10.0');
    expect(POLICY_IDS).toHaveLength(14);
  });

  it('[ERA-3] a script names one, and its machine runs by the rules of that release', () => {
    const parsed = parseScript('#policy linux-5.1\nspawn a');
    expect(parsed).toMatchObject({ ok: true, spec: { policy: 'linux-5.1' } });
    expect(parseScript('#policy linux-99.9')).toMatchObject({
      ok: false,
      errors: [{ line: 1, message: expect.stringContaining('linux-6.12') }],
    });
    const script = 'spawn a 1000\nmmap a r 4G rw private';
    const rule = (id: PolicyId) => facts(run(id, script), 'ChargeDecided').find((f) => !f.isGranted)?.rule;
    expect([rule('linux-5.1'), rule('linux-5.2')]).toEqual(['VM-5', 'VM-6']);
  });

  it('[ERA-3] a rerun may go under any of them', () => {
    const { machine } = run('linux-6.12', '');
    const main = { spec: { ...machine.spec }, entries: [] };
    expect(digest(vary(main, { from: 0, policy: 'linux-2.6.18' }).machine)).not.toBe(digest(machine));
  });

  it('[ERA-4] its name and its sentence come from the table', () => {
    expect(policyInfo('linux-6.12')).toMatchObject({
      name: 'Linux 6.12',
      summary: 'Refuses only what exceeds all RAM and swap; kills the process that holds most.',
      pointsIn: 'pages',
      tie: 'last',
    });
    expect(policyInfo('linux-2.4.23').summary).toBe(
      'Asks only whether a request would fit now; the process that needs a missing page dies.',
    );
    expect(policyInfo('linux-2.4.23').choosesVictims).toBe(false);
    expect(policyInfo('linux-3.4').summary).toMatch(
      /do not suffice; kills the process that holds most, or its worst child/,
    );
    expect(policyInfo('linux-2.6.18').summary).toMatch(/children counted, and the first child/);
    expect(policyOf('linux-6.6')).toBe(policyOf('linux-6.6'));
  });

  it.each(['rowsOf2.ts', 'rowsOf3To6.ts'])(
    '[ERA-1] every row of %s says what changed and where that was read',
    (file) => {
      const rows = readFileSync(join(import.meta.dirname, file), 'utf8')
        .split(/^ {2}\{$/m)
        .slice(1);
      expect(rows.length).toBeGreaterThan(20);
      for (const row of rows)
        expect(row).toMatch(/^\n {4}\/\/ .{10,}\n {4}\/\/ \[.*(\.c|fault|traces).*\]\n {4}from: /);
    },
  );

  it('[ERA-1] the rows are all of the table', () => {
    const files = ['rowsOf2.ts', 'rowsOf3To6.ts'].map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'));
    expect(files.join('').match(/^ {4}from: /gm)).toHaveLength(LINUX_ROWS.length);
  });
});
