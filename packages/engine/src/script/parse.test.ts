import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../commands.ts';
import { rowOf, usages, VERBS } from './grammar.ts';
import { helpFor } from './help.ts';
import { parseLine } from './parse.ts';
import { printCommand } from './print.ts';

function command(line: string): Command {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(`${line}: ${parsed.rejection.message}`);
  return parsed.command;
}
function rejection(line: string) {
  const parsed = parseLine(line);
  if (parsed.ok) throw new Error(`${line} was read as ${JSON.stringify(parsed.command)}`);
  return parsed.rejection;
}

describe('parseLine', () => {
  it('reads the example of every verb and prints it back', () => {
    for (const verb of VERBS) {
      const example = rowOf(verb)?.example ?? '';
      expect(command(example).verb).toBe(verb);
      expect(printCommand(command(example))).toBe(example);
    }
  });

  it('reads sizes in bytes, K, M, G and pages', () => {
    const bytes = (size: string) => (command(`mremap a h ${size}`) as { bytes: number }).bytes;
    expect(['4096', '12K', '60M', '1.5G', '16P'].map(bytes)).toEqual([4096, 12288, 62914560, 1610612736, 65536]);
    expect(rejection('mremap a h 0.3K').message).toContain('not a whole number of bytes');
    expect(rejection('mremap a h 9007199254740992').message).toContain('2^53');
    expect(rejection('mremap a h -4K').message).toContain('never negative');
    expect(rejection('swapon 0').message).toContain('more than 0');
    expect(rejection('swapon 20000G').message).toContain('1024G');
  });

  it('reads the short forms of touch: from 0, writing', () => {
    expect(command('touch a h')).toEqual({ verb: 'touch', process: 'a', region: 'h', offset: 0, access: 'w' });
    expect(command('touch a h 8K')).toEqual({
      verb: 'touch',
      process: 'a',
      region: 'h',
      offset: 0,
      length: 8192,
      access: 'w',
    });
    expect(command('touch a h 4K 8K r')).toMatchObject({ offset: 4096, length: 8192, access: 'r' });
  });

  it('reads protections and flags', () => {
    expect(command('mmap a h 1M - shared,noreserve,locked')).toEqual({
      verb: 'mmap',
      process: 'a',
      region: 'h',
      bytes: 1048576,
      prot: { read: false, write: false, exec: false },
      flags: { kind: 'shared', noreserve: true, populate: false, locked: true },
    });
    expect(rejection('mmap a h 1M rw noreserve').message).toContain('private or shared');
    expect(rejection('mmap a h 1M rw private,shared').message).toContain('both');
    expect(rejection('mmap a h 1M rwr private').column).toBe(13);
  });

  it('reads signals by number and by name', () => {
    for (const signal of ['9', 'KILL', 'SIGKILL', 'sigkill'])
      expect(command(`kill a ${signal}`)).toMatchObject({ signal: 9 });
    expect(rejection('kill a SIGKIL').hint).toContain('`SIGKILL`');
  });

  it('takes a dotted name with a letter after the dot for a thread, with a digit for a process', () => {
    expect(command('lock web.t1 heap')).toEqual({ verb: 'lock', process: 'web', thread: 't1', lock: 'heap' });
    expect(command('lock cc1.2 heap')).toEqual({ verb: 'lock', process: 'cc1.2', lock: 'heap' });
    expect(command('lock cc1.2.t1 heap')).toEqual({ verb: 'lock', process: 'cc1.2', thread: 't1', lock: 'heap' });
    expect(command('touch cc1.2 h')).toMatchObject({ process: 'cc1.2' });
    expect(rejection('spawn a.b').message).toContain('thread');
  });

  it('keeps process names within TASK_COMM_LEN', () => {
    expect(command('spawn fifteen_letters').verb).toBe('spawn');
    expect(rejection('spawn sixteen_letters_').message).toContain('at most 15');
  });

  it('drops comments and blanks', () => {
    expect(command('  spawn   a 7 # the first')).toEqual({ verb: 'spawn', name: 'a', uid: 7 });
    expect(rejection('# nothing').code).toBe('BAD_LINE');
  });

  it('says the column, what it found, what it expects, and gives an example', () => {
    expect(rejection('touch db pool 0 sixty w')).toEqual({
      code: 'BAD_LINE',
      message: 'column 17: found `sixty`, expected a size such as 4096, 12K, 60M, 1.5G or 16P (pages)',
      hint: 'Example: touch db pool 8M 60M w · touch P REGION · touch P REGION LEN · touch P REGION OFF LEN r|w',
      column: 17,
    });
    expect(rejection('fork db').message).toContain('column 8: the line ends');
    expect(rejection('swapoff now').message).toContain('expected nothing more');
    expect(rejection('madvise a h dontned').hint).toContain('Did you mean `dontneed`?');
  });

  it('suggests the nearest verb, and never reads what only the platform says', () => {
    expect(rejection('tuoch a h')).toMatchObject({
      code: 'UNKNOWN_VERB',
      column: 1,
      hint: expect.stringContaining('`touch`'),
    });
    for (const line of ['seat ana 1000 student', 'clock pause', 'constructor', '__proto__ a'])
      expect(rejection(line).code).toBe('UNKNOWN_VERB');
  });

  it('refuses a line over 500 characters', () => {
    expect(rejection(`spawn a ${'#'.repeat(500)}`).code).toBe('TOO_LARGE');
  });

  it('reads a loop in one line', () => {
    expect(command('run a repeat 3; touch a h 1M; exit a 0; end')).toEqual({
      verb: 'run',
      process: 'a',
      program: 'loop',
      args: {},
      repeat: 3,
      body: [command('touch a h 1M'), command('exit a 0')],
    });
    expect(command('run a loop repeat 3; swapoff; end')).toEqual(command('run a repeat 3;swapoff;end'));
    expect(rejection('run a repeat 3; touch a h').message).toContain('end');
    expect(rejection('run a repeat 3; end').message).toContain('empty');
    expect(rejection('run a repeat 3; tick; end')).toMatchObject({ column: 17 });
    expect(rejection('run a repeat 0; swapoff; end')).toMatchObject({ column: 14 });
  });

  it('reads the settings of a program', () => {
    expect(command('run a leak rate=1M every=2')).toEqual({
      verb: 'run',
      process: 'a',
      program: 'leak',
      args: { rate: '1M', every: '2' },
    });
    expect(rejection('run a leak rate=1 rate=2').message).toContain('twice');
    expect(rejection('run a leek').hint).toContain('`leak`');
  });
});

describe('printCommand', () => {
  const name = fc.constantFrom('a', 'db', 'cc1.2', 'p_0');
  const size = fc.oneof(
    fc.nat(),
    fc.nat(1 << 20).map((pages) => pages * 4096),
    fc.constant(Number.MAX_SAFE_INTEGER),
  );
  const words: Record<string, fc.Arbitrary<string>> = {
    SIZE: size.map(String),
    LEN: size.map(String),
    OFF: size.map(String),
    UID: fc.nat(70000).map(String),
    CODE: fc.nat(255).map(String),
    N: fc.integer({ min: 1, max: 1000 }).map(String),
    'r|w': fc.constantFrom('r', 'w'),
    '+|-': fc.constantFrom('+', '-'),
    'on|off': fc.constantFrom('on', 'off'),
    'early|late': fc.constantFrom('early', 'late'),
    PROT: fc.constantFrom('r', 'rw', 'rwx', 'x', '-', 'wr'),
    FLAGS: fc.constantFrom('private', 'shared', 'noreserve,private', 'populate,shared,locked'),
    SIG: fc.nat(64).map(String),
    '+CAP|-CAP': fc.constantFrom('+CAP_SYS_ADMIN', '-sys_rawio'),
    ADVICE: fc.constantFrom('dontneed', 'free', 'dontfork', 'dofork', 'wipeonfork', 'pageout'),
    WHAT: fc.constantFrom('as', 'data', 'stack', 'memlock', 'nproc'),
    ACTION: fc.constantFrom('ignore', 'exit', 'release'),
    NAME: fc.constantFrom('a', 'web'),
    FILE: fc.constantFrom('memory.max', 'memory.oom.group'),
    VALUE: fc.constantFrom('max', '64M', '0', '-1'),
    'P[.T]': fc.constantFrom('web', 'web.t1', 'cc1.2.t1'),
    T: fc.constantFrom('t1', 'main'),
  };
  const typed = fc
    .constantFrom(...VERBS.filter((verb) => verb !== 'run'))
    .chain((verb) =>
      fc
        .constantFrom(...usages(verb))
        .chain((usage) =>
          fc.tuple(...usage.split(' ').map((label, at) => (at === 0 ? fc.constant(label) : (words[label] ?? name)))),
        ),
    );
  const line = typed.map((parts) => parts.join(' ')).filter((text) => parseLine(text).ok);

  it('is read back to the same command, for every verb and form', () => {
    fc.assert(
      fc.property(line, (text) => {
        expect(command(printCommand(command(text)))).toEqual(command(text));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it('is read back to the same command for loops', () => {
    const loop = fc.tuple(
      fc.integer({ min: 1, max: 1000 }),
      fc.array(
        line.filter((text) => !text.startsWith('tick')),
        { minLength: 1, maxLength: 5 },
      ),
    );
    fc.assert(
      fc.property(loop, ([count, body]) => {
        const read = command(`run a repeat ${count}; ${body.join('; ')}; end`);
        expect(command(printCommand(read))).toEqual(read);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('never throws on any text', () => {
    const verb = fc.constantFrom(...VERBS, 'seat', '');
    fc.assert(
      fc.property(verb, fc.string(), (first, rest) => typeof parseLine(`${first} ${rest}`).ok === 'boolean'),
      { seed: 7, numRuns: 2000 },
    );
  });
});

describe('helpFor', () => {
  it('shows every way to write a verb and an example', () => {
    expect(helpFor('munmap').split('\n')).toEqual([
      'munmap P REGION',
      'munmap P REGION OFF LEN',
      'Gives a region back, or LEN bytes of it from OFF.',
      'The name goes only with one munmap of the whole.',
      'Example: munmap db pool 8M 4M',
    ]);
    for (const verb of VERBS) expect(helpFor()).toContain(verb);
    expect(helpFor('frok')).toContain('`fork`');
  });
});

it.each(['spawn __proto__', 'mmap a __proto__ 1M rw private', 'cgroup __proto__', 'fork a __proto__'])(
  'refuses the name that no object can keep: %s',
  (line) => {
    const parsed = parseLine(line);
    expect(parsed.ok ? parsed.command : parsed.rejection.message).toContain('nothing may have this name');
  },
);
