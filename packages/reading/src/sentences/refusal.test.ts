import { forkAskOf } from '@overcommit/engine';
import { describe, expect, it } from 'vitest';
import { factsOf, lab } from '../../../engine/src/testLab.ts';
import { refusalSentence, refusalSum } from './refusal.ts';

const EDITOR = 'spawn editor 1000\nmmap editor text 110M rw private';

function refused(head: string, line: string) {
  const { m, run } = lab(`#mem 256M\n${head}\n${EDITOR}`);
  const [fact] = factsOf(run(line).facts, 'ChargeDecided').filter((f) => !f.isGranted);
  if (!fact) throw new Error(`${line} was granted`);
  return { fact, ask: forkAskOf(m, fact) };
}
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const row = (rows: ReturnType<typeof refusalSum>, label: string) => rows.find((one) => one.label === label)?.n;

describe.each([
  '#policy linux-6.1\nsysctl vm/overcommit_memory 2',
  '#policy linux-2.6.11\nsysctl vm/overcommit_memory 2',
  '#policy solaris-10',
])('a refused fork: %s', (head) => {
  it('says what it asked for in all, and what is left of the one limit', () => {
    const { fact, ask } = refused(head, 'fork editor ls');
    expect(plain(refusalSentence(fact, ask))).toMatch(
      /^editor asked for 110\.7 MiB; \d+\.\d MiB are left under the limit(, of which \d+\.\d MiB are kept for root( and for other processes)?)?\.$/,
    );
  });

  it('has a sum that adds up: before, asked by region, together, the limit and what is kept of it', () => {
    const { fact, ask } = refused(head, 'fork editor ls');
    const rows = refusalSum(fact, ask);
    const parts = rows.filter(({ label }) => label.startsWith('for '));
    expect(parts.map(({ label }) => label)).toContain('for text');
    expect(parts.reduce((sum, { n }) => sum + n, 0)).toBe(row(rows, 'asked'));
    const together = row(rows, 'together') as number;
    expect((row(rows, 'already promised') as number) + (row(rows, 'asked') as number)).toBe(together);
    expect(together - (row(rows, 'limit for this caller') ?? (row(rows, 'limit') as number))).toBe(
      row(rows, 'too much by'),
    );
  });

  it('claims no total where the log alone does not tell it', () => {
    const { fact } = refused(head, 'fork editor ls');
    expect(plain(refusalSentence(fact))).toMatch(
      /^The fork of editor would have brought promises to \d+\.\d MiB or more; for this caller/,
    );
  });
});

it('says what is left and what of it is kept for whom', () => {
  const { fact } = refused('#policy solaris-10', 'mmap editor more 900M rw private');
  expect(plain(refusalSentence(fact))).toBe(
    'editor asked for 900.0 MiB; 85.1 MiB are left under the limit, of which 4.0 MiB are kept for root.',
  );
});
