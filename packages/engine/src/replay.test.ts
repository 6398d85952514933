import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Command, Entry } from './index.ts';
import {
  applyEntry,
  bootScript,
  deserialise,
  digest,
  execute,
  makeEntry,
  parseLine,
  serialise,
  vary,
} from './index.ts';
import { lab } from './testLab.ts';

const spec = { memKb: 131072, swapKb: 32768, policy: 'linux-6.1', seed: 7, settings: {} } as const;

const SCRIPT = [
  'spawn db 1000',
  'mmap db pool 60M rw private',
  'touch db pool',
  'fork db bgsave',
  'touch bgsave pool 0 40M w',
  'spawn web 1001',
  'mmap web c 90M rw private',
  'touch web c 0 60M w',
  'exit bgsave 0',
  'touch db pool 0 60M r',
];

function record(): Entry[] {
  const m = bootScript(spec);
  return SCRIPT.map((line) => {
    const command = parsed(line);
    const done = execute(m, command, 'script');
    if (!done.ok) throw new Error(done.rejection.message);
    return makeEntry(m, { actor: 'script', commandId: line, command, facts: done.facts });
  });
}

function parsed(line: string): Command {
  const done = parseLine(line);
  if (!done.ok) throw new Error(done.rejection.message);
  return done.command;
}

it('[LOG-1] [LOG-2] folding equals executing, also with the machine written and read in the middle', () => {
  const entries = record();
  let straight = bootScript(spec);
  let broken = bootScript(spec);
  for (const entry of entries) {
    applyEntry(straight, entry);
    applyEntry(broken, entry);
    broken = deserialise(serialise(broken));
  }
  straight = deserialise(serialise(straight));
  expect(digest(broken)).toBe(digest(straight));
});

it('[LOG-3] a gap or a repetition throws', () => {
  const [first, second] = record() as [Entry, Entry];
  const m = bootScript(spec);
  expect(() => applyEntry(m, second)).toThrow('does not follow');
  applyEntry(m, first);
  expect(() => applyEntry(m, first)).toThrow('does not follow');
});

it('[LOG-4] a rejection leaves the machine as it was', () => {
  const m = bootScript(spec);
  const before = digest(m);
  expect(execute(m, parsed('spawn a'), 'nobody').ok).toBe(false);
  expect(digest(m)).toBe(before);
});

it('a variation carries the same commands out under another kernel', () => {
  const seat = { verb: 'seat', actor: 'script', uid: 0, role: 'staff' } as const;
  const m = bootScript(spec);
  const entries: Entry[] = [];
  for (const command of [seat, ...SCRIPT.map(parsed)] as Command[]) {
    const actor = command.verb === 'seat' ? 'system' : 'script';
    const done = execute(m, command, actor);
    if (done.ok) entries.push(makeEntry(m, { actor, commandId: 'x', command, facts: done.facts }));
  }
  const other = vary({ spec, entries }, { from: 0, policy: 'solaris-10' });
  const answers = other.entries.map((entry) => entry.facts.at(-1));
  expect(other.rows).toHaveLength(SCRIPT.length + 1);
  expect(other.report.skipped).toBe(3);
  expect(answers[4]).toMatchObject({ type: 'Answered', result: 'ENOMEM' });
});

const NAMES = fc.constantFrom('a', 'b', 'c');
const REGIONS = fc.constantFrom('x', 'y');
const SIZES = fc.constantFrom('4K', '2M', '7M', '30M', '80M');
const LINES = fc.oneof(
  fc.tuple(NAMES).map(([p]) => `spawn ${p} 1000`),
  fc.tuple(NAMES, NAMES, fc.constantFrom('fork', 'vfork', 'posix_spawn')).map(([p, c, how]) => `${how} ${p} ${c}`),
  fc.tuple(NAMES, fc.constantFrom('exec', 'wait')).map(([p, verb]) => `${verb} ${p}`),
  fc.tuple(NAMES).map(([p]) => `exit ${p} 0`),
  fc
    .tuple(
      NAMES,
      REGIONS,
      SIZES,
      fc.constantFrom('private', 'shared', 'shared,noreserve', 'private,populate', 'private,locked'),
    )
    .map(([p, r, size, flags]) => `mmap ${p} ${r} ${size} rw ${flags}`),
  fc
    .tuple(NAMES, REGIONS, SIZES, SIZES, fc.constantFrom('r', 'w'))
    .map(([p, r, at, size, how]) => `touch ${p} ${r} ${at} ${size} ${how}`),
  fc.tuple(NAMES, REGIONS, SIZES).map(([p, r, size]) => `munmap ${p} ${r} 0 ${size}`),
  fc.tuple(NAMES, REGIONS, SIZES).map(([p, r, size]) => `mremap ${p} ${r} ${size}`),
  fc.tuple(NAMES, REGIONS, fc.constantFrom('r', 'rw', '-')).map(([p, r, prot]) => `mprotect ${p} ${r} ${prot}`),
  fc
    .tuple(NAMES, REGIONS, fc.constantFrom('dontneed', 'dontfork', 'wipeonfork', 'pageout'))
    .map(([p, r, advice]) => `madvise ${p} ${r} ${advice}`),
  fc.tuple(NAMES, SIZES, fc.constantFrom('+', '-')).map(([p, size, sign]) => `brk ${p} ${size} ${sign}`),
  fc.tuple(NAMES, REGIONS).map(([p, r]) => `mlock ${p} ${r}`),
);

it('[INV-1] any script keeps the machine sound, fact by fact', () => {
  fc.assert(
    fc.property(fc.array(LINES, { minLength: 5, maxLength: 40 }), (lines) => {
      const { run } = lab('#mem 128M\n#swap 32M');
      run('cgroup g\ncgset g memory.max 50M\nspawn a 1000\nspawn b 1000\ncgjoin b g');
      for (const line of lines) run(line);
    }),
    { seed: 20260, numRuns: 30 },
  );
}, 30_000);
