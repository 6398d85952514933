import { makeEntry, parseLine } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { lab } from '../../../engine/src/testLab.ts';
import { entrySentence } from './entry.ts';

/** The sentence about one line, with plain spaces; names are not known. */
function sentence(before: string, line: string): string {
  const { m, run } = lab(before);
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(line);
  const { facts } = run(line);
  const entry = makeEntry(m, { actor: 'script', commandId: 'x', command: parsed.command, facts });
  return entrySentence(entry, { name: () => 'Ana' }).replace(/\u202f/g, ' ');
}

it('says what a line led to in grouped figures, one page being one', () => {
  const mapped = 'spawn a 1000\nmmap a r 10M rw private';
  expect(sentence(mapped, 'touch a r 0 10M w')).toBe('Ana: touch a r 10M → ok, 2 560 pages');
  expect(sentence(mapped, 'touch a r 0 1P w')).toBe('Ana: touch a r 4K → ok, 1 page');
});

it('says against which limit a request was refused', () => {
  expect(sentence('#mem 256M\nspawn a 1000', 'mmap a r 900M rw private')).toMatch(
    /^Ana: mmap a r 900M rw private → ENOMEM.*; refused: 230 400 pages against a limit of \d\d \d{3}$/,
  );
});

it('says whom the killer took, and that once', () => {
  const before = '#mem 64M\nspawn a 1000\nmmap a r 50M rw private\ntouch a r\nspawn b 1000\nmmap b r 50M rw private';
  expect(sentence(before, 'touch b r')).toMatch(/; the killer took [ab], which had \d+ \d{3} points$/);
});
