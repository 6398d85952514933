import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { settleLanguage } from './hostLocale.ts';

it.each(['c', 'en-us@posix', ''])('a host language that Intl does not know, “%s”, becomes English', (language) => {
  const host = { language };
  expect(() => new Intl.NumberFormat(host.language)).toThrow(RangeError);
  settleLanguage(host);
  expect(new Intl.NumberFormat(host.language).format(1234)).toBe('1,234');
});

it('a known one stays', () => {
  const host = { language: 'tr-TR' };
  settleLanguage(host);
  expect(host.language).toBe('tr-TR');
});

it('no figure or date is written in the locale of the host: the interface is English', () => {
  const ROOT = join(import.meta.dirname, '../../../..');
  const files = ['src', 'packages'].flatMap((dir) =>
    readdirSync(join(ROOT, dir), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.ts$/.test(name) && !name.includes('node_modules'))
      .map((name) => join(dir, name)),
  );
  expect(files.length).toBeGreaterThan(500);
  const hosts = /\bIntl\.\w+\(\s*(\)|undefined|\[\])|\.toLocale(Date|Time)?String\(\s*(\)|undefined|\[\])/;
  expect(files.filter((file) => hosts.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
});
