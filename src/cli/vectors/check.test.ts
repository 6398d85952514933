import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkVectorFile, parseVectorFileName } from './check.ts';

const DIR = 'test/conformance/vectors';
const names = readdirSync(DIR).filter((name) => name.endsWith('.json'));
const read = (name: string): unknown => JSON.parse(readFileSync(join(DIR, name), 'utf8'));

describe('vectors', () => {
  it.each(names)('every record of %s is computed as recorded', (name) => {
    expect(checkVectorFile(name, read(name)).failures).toEqual([]);
  });

  it('a record with another output fails', () => {
    const records = read('linux-5.4.18-badness.json');
    const changed = (Array.isArray(records) ? records : []).map((r) => ({ ...r, points: r.points + 1 }));
    expect(checkVectorFile('linux-5.4.18-badness.json', changed)).toMatchObject({ passed: 0 });
  });

  it('an output that no rule computes fails the record', () => {
    const records = read('illumos-swapfs-limits.json');
    const changed = (Array.isArray(records) ? records : []).map((r) => ({ ...r, colour: 'red' }));
    expect(checkVectorFile('illumos-swapfs-limits.json', changed).passed).toBe(0);
  });

  it.each([
    'minix-3-badness.json',
    'linux-2.2.26-badness.json',
    'linux-6.1-colours.json',
    'linux-badness.json',
    'x.json',
  ])('all records of the unknown %s count as failed', (name) => {
    expect(checkVectorFile(name, [{}, {}, {}])).toMatchObject({ passed: 0, failures: [{}, {}, {}] });
  });

  it('a file name is system, release and set', () => {
    expect(parseVectorFileName('linux-2.6.11-vm-enough-memory.json')).toEqual({
      system: 'linux',
      release: '2.6.11',
      set: 'vm-enough-memory',
    });
    expect(parseVectorFileName('illumos-anon-reserve.json')).toMatchObject({ release: null, set: 'anon-reserve' });
  });
});
