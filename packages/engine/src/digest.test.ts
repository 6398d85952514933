import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import { expect, it } from 'vitest';
import { boot, deserialise, digest, digestSteps, execute, parseLine, serialise } from './index.ts';
import { lab } from './testLab.ts';

it('a machine of 500 processes is written in less than a megabyte, and read back the same', () => {
  const lines = Array.from({ length: 5 }, (_, i) => `spawn p${i} 0\nmmap p${i} heap 1M rw private\nfork p${i} c${i}`);
  const { m } = lab('#mem 1G');
  const quick = deserialise(serialise(lab(`#mem 1G\n${lines.join('\n')}`).m));
  expect(quick.processes).toHaveLength(10);
  expect(digest(deserialise(serialise(m)))).toBe(digest(m));
  const perProcess = (serialise(quick).length - serialise(m).length) / 10;
  expect(perProcess * 500).toBeLessThan(1_000_000);
});

it('the digest is that of the whole canonical text, and no step of it has more than a few hundred runs', () => {
  const m = boot({ memKb: 65_536, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} });
  execute(m, { verb: 'seat', actor: 'root', uid: 0, role: 'staff' }, 'system');
  const run = (line: string): void => {
    const parsed = parseLine(line);
    if (!parsed.ok || !execute(m, parsed.command, 'root').ok) throw new Error(line);
  };
  for (const p of ['a', 'b']) run(`spawn ${p} 0`);
  for (const p of ['a', 'b']) run(`mmap ${p} x 4M rw private`);
  for (let page = 0; page < 1000; page++) for (const p of ['a', 'b']) run(`touch ${p} x ${page * 4}K 4K w`);
  const whole = canonicalize({ ...m, frames: m.frames.flat() }) as string;
  const steps = digestSteps(m);
  let count = 0;
  for (let step = steps.next(); ; step = steps.next(), count++) {
    if (!step.done) continue;
    expect(step.value).toBe(bytesToHex(sha256(utf8ToBytes(whole))));
    break;
  }
  expect(m.spaces.reduce((sum, { pages }) => sum + pages.length, 0)).toBeGreaterThan(2000);
  expect(count).toBeGreaterThanOrEqual(2000 / 256);
});
