import { readFileSync } from 'node:fs';
import { parseScript } from '@overcommit/engine';
import { describe, expect, it } from 'vitest';
import { readRecording } from '../run/recording.ts';
import type { StepRecord } from '../run/stepRecord.ts';
import { cpio, swapHeader } from './files.ts';
import { measure } from './guestImage.ts';
import { compareLanes, lanesText, verdictText, withStandardImage } from './lanes.ts';
import { readGuest } from './output.ts';
import { toScenario } from './scenario.ts';
import { readSource } from './steps.ts';

const RECORDED = readRecording('test/conformance/traces/swap-score.jsonl');
const OPS = RECORDED.map(({ op }) => op);
/** As the guest prints it: without the words of the step, on a console. */
const printed = (steps: readonly StepRecord[]): string[] =>
  steps.map(({ op: _, ...step }) => `${JSON.stringify(step)}\r`);

describe('what a guest prints', () => {
  it('is read whole, whatever the kernel says in between', () => {
    const lines = printed(RECORDED);
    const text = [
      'Linux version 6.1',
      ...lines.slice(0, 3),
      `[    0.1] ${lines[3]}`,
      ...lines.slice(4),
      '{"end":true}',
    ].join('\n');
    expect(readGuest(text, OPS)).toEqual({ steps: RECORDED, isWhole: true });
  });

  it('counts up to where it stops, and up to the first line that is no step', () => {
    const lines = printed(RECORDED);
    expect(readGuest(`${lines.slice(0, 4).join('\n')}\n{"step":4,"res`, OPS)).toMatchObject({
      isWhole: false,
      rubbish: '{"step":4,"res',
    });
    expect(readGuest(lines.slice(0, 4).join('\n'), OPS)).toEqual({ steps: RECORDED.slice(0, 4), isWhole: false });
    expect(readGuest('', OPS)).toEqual({ steps: [], isWhole: false });
    const odd = JSON.stringify({ ...RECORDED[1], mem: { MemFree: 'much' } });
    for (const line of [lines[2], odd, '{"step":1}', '{}', '{"step":1,"result":"ok","pages":0,"died":[1]}']) {
      const read = readGuest(`${lines[0]}\n${line}\n${lines[1]}`, OPS);
      expect(read).toMatchObject({ isWhole: false, steps: [RECORDED[0]] });
      expect(read.rubbish).toBeDefined();
    }
    expect(readGuest(`${lines[0]}\n{"end":true}`, OPS).isWhole).toBe(false);
    const full = JSON.stringify({ ...RECORDED[1], result: 'NOSLOT' });
    expect(readGuest(`${lines[0]}\n${full}\n${lines[2]}`, OPS)).toEqual({
      steps: [RECORDED[0]],
      isWhole: false,
      isFull: true,
    });
    expect(readGuest([...lines, lines[0]].join('\n'), OPS).rubbish).toBeDefined();
  });
});

describe('a scenario for the guest', () => {
  const plan = (text: string) => {
    const script = parseScript(text);
    if (!script.ok) throw new Error(JSON.stringify(script.errors));
    return toScenario(script.steps, script.spec.swapKb);
  };

  it('is one line a command, sizes in bytes, an empty word where something is left out', () => {
    const text = `#swap 64M
spawn a 1000
mmap a h 4M rwx shared,noreserve,populate
touch a h
munmap a h 1M 2P
brk a 1M -
madvise a h pageout
cgroup g
cgset g memory.max 20P
cgset g memory.oom.group 1
cgset g memory.high max
sysctl vm.overcommit_memory 2`;
    expect(plan(text)).toMatchObject({
      ok: true,
      scenario: {
        swapKb: 65536,
        text: `swapon
spawn a 1000
mmap a h 4194304 rwx snp
touch a h 0 ~ w
munmap a h 1048576 8192
brk a -1048576
madvise a h pageout 0 ~
cgroup g
cgset g memory.max 81920
cgset g memory.oom.group 1
cgset g memory.high max
sysctl vm/overcommit_memory 2
`,
      },
    });
  });

  it('refuses what a real kernel cannot do, with the line and the reason', () => {
    const refused = plan('spawn a 1000\nrun a leak\ntick 3\nthread a t\nswapon 8M\nswapon 9M');
    expect(refused).toMatchObject({ ok: false });
    if (refused.ok) return;
    expect(refused.refusals.map(({ line }) => line)).toEqual([2, 3, 4, 6]);
    expect(refused.refusals[0]?.why).toContain('programs exist only in the simulated machine');
    expect(
      plan(Array.from({ length: 3000 }, (_, i) => `touch long-name-${i} region-of-that-name 0 4096 w`).join('\n')),
    ).toMatchObject({
      ok: false,
    });
  });

  it('comes from a log as well, without what the platform entered itself', () => {
    const { steps, spec, notes } = readSource('test/golden/class-crash.ndjson');
    expect(spec.policy).toBe('linux-6.1');
    const made = toScenario(steps, spec.swapKb);
    expect(notes).toEqual([]);
    expect(made.ok ? made.scenario.steps.length : made.refusals).toBe(
      readFileSync('test/golden/class-crash.txt', 'utf8')
        .split('\n')
        .filter((line) => /^[a-z]/.test(line)).length,
    );
  });
});

describe('two lanes', () => {
  it('agree with themselves, and name the first difference', () => {
    expect(verdictText(compareLanes(RECORDED, RECORDED))).toMatch(/^No difference\./);
    const other = structuredClone(RECORDED);
    (other[5] as StepRecord).result = 'ENOMEM';
    const lanes = compareLanes(other, RECORDED);
    expect(verdictText(lanes)).toContain(`First difference at step 5: ${RECORDED[5]?.op}`);
    const marked = lanesText(lanes)
      .split('\n')
      .filter((line) => line.startsWith('≠'));
    expect(marked).toHaveLength(1);
    expect(marked[0]).toContain('ENOMEM');
  });

  it('compare what a guest got through where it broke off', () => {
    const { verdict } = compareLanes(RECORDED, RECORDED.slice(0, 4));
    expect(verdict.differences).toEqual([]);
    expect(verdict.tally.died.all).toBe(4);
  });

  it('leave out by how much the program of the guest is larger than the standard one', () => {
    const larger = structuredClone(RECORDED);
    for (const { procs } of larger) for (const p of Object.values(procs)) p.VmSize = (p.VmSize ?? 0) + 100;
    expect(withStandardImage(larger)).toEqual({ steps: RECORDED, surplusKb: 100 });
    expect(withStandardImage(RECORDED.slice(0, 1))).toEqual({ steps: RECORDED.slice(0, 1), surplusKb: 0 });
  });
});

describe('the files of a guest', () => {
  it('are an archive that begins with its folders and ends with a trailer', () => {
    const archive = cpio([{ path: 'mod/0.ko', content: 'abc', mode: 0o644 }]).toString('latin1');
    expect(archive.startsWith('07070100000000000041ed')).toBe(true);
    expect(archive.indexOf('mod\0')).toBeLessThan(archive.indexOf('mod/0.ko\0'));
    expect(archive).toContain('TRAILER!!!\0');
    expect(archive.length % 4).toBe(0);
  });

  it('are a swap device with its size in its header', () => {
    const header = swapHeader(65536);
    expect(header.toString('latin1', 4086)).toBe('SWAPSPACE2');
    expect(header.readUInt32LE(1028)).toBe(16383);
  });

  it('are a program whose pages are counted as it is mapped', () => {
    const elf = Buffer.alloc(64 + 2 * 56);
    elf.writeBigUInt64LE(64n, 32);
    elf.writeUInt16LE(56, 54);
    elf.writeUInt16LE(2, 56);
    const part = (i: number, flags: number, at: number, size: number): void => {
      const base = 64 + i * 56;
      elf.writeUInt32LE(1, base);
      elf.writeUInt32LE(flags, base + 4);
      elf.writeBigUInt64LE(BigInt(at), base + 16);
      elf.writeBigUInt64LE(BigInt(size), base + 40);
    };
    part(0, 5, 0x400000, 0x1001);
    part(1, 6, 0x402ff0, 0x20);
    expect(measure(elf)).toEqual({ all: 4, writable: 2, bssToSpare: 0xff0 });
  });
});
