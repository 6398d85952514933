import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkReports, sumOf } from '../../src/cli/conformance/oomReports.ts';

const DIR = join(import.meta.dirname, '..', 'oomReports');

/** Fields in which the text says more than its answer: sizes on broken lines, a trigger line with its flags. */
const TEXT_SAYS_MORE: Record<string, string[]> = {
  'arm-6.x-nfsd-notable.txt': [
    'victim.totalVmKb',
    'victim.anonRssKb',
    'victim.fileRssKb',
    'victim.shmemRssKb',
    'victim.adj',
  ],
  'next-5.9-memcg-kasan.txt': [
    'victim.totalVmKb',
    'victim.anonRssKb',
    'victim.fileRssKb',
    'victim.shmemRssKb',
    'victim.adj',
  ],
  'ubuntu-6.8-journal-cut-right.txt': ['victim.totalVmKb'],
  'ubuntu-2.6.32-head-only.txt': ['gfp', 'order'],
  // The second process died in the second event of the file, which has a trigger line of its own.
  'mm-cpuset-two-short.txt': ['alsoKilled'],
};

it('every real report is read as its answer says', () => {
  const results = checkReports(DIR);
  expect(results).toHaveLength(45);
  const wrong = results.flatMap(({ file, wrong }) => wrong.map(({ field }) => `${file} ${field}`));
  const known = Object.entries(TEXT_SAYS_MORE).flatMap(([file, fields]) => fields.map((field) => `${file} ${field}`));
  expect(wrong.sort()).toEqual(known.sort());
  const { right, all } = sumOf(results);
  expect(right / all).toBeGreaterThan(0.97);
});
