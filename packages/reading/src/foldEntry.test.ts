import { boot, type Entry, execute, type MachineSpec, makeEntry, parseLine, replay } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { otherWays } from './counterfactuals.ts';
import type { Decision } from './decision.ts';
import { foldEntry } from './foldEntry.ts';
import { emptyHistory } from './history.ts';
import { amountOf, refusalSentence, refusalTitle } from './sentences/refusal.ts';

const SPEC: MachineSpec = { memKb: 128 * 1024, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} };

/** The decisions of what Ana typed. */
function decisionsOf(lines: string[], isExplained = true, own: Partial<MachineSpec> = {}): Decision[] {
  const spec = { ...SPEC, ...own };
  const machine = boot(spec);
  const entries: Entry[] = [];
  const send = (actor: string, command: Entry['command']) => {
    const done = execute(machine, command, actor);
    if (!done.ok) return expect.fail(done.rejection.message);
    entries.push(makeEntry(machine, { actor, command, commandId: `c${entries.length}`, facts: done.facts }));
  };
  send('system', { verb: 'seat', actor: 'ana', uid: 1000, role: 'student' });
  for (const line of lines) {
    const parsed = parseLine(line);
    send('ana', parsed.ok ? parsed.command : expect.fail(line));
  }
  const history = emptyHistory();
  const twin = boot(spec);
  for (const entry of entries) foldEntry(history, twin, entry, isExplained);
  expect(twin).toEqual(machine);
  return history.decisions;
}

const LIMITED = ['spawn a', 'rlimit a as 20M', 'mmap a r 30M rw private'];

it('a refusal by a process’s own limit is a card like a kernel’s', () => {
  const [card, ...rest] = decisionsOf(LIMITED);
  expect(rest).toEqual([]);
  if (card?.kind !== 'refusal') return expect.fail('no card');
  expect(card.fact).toMatchObject({
    call: 'mmap',
    asked: 7680,
    limit: 5120,
    errno: 'ENOMEM',
    what: 'as',
    unit: 'pages',
    rule: 'LIM-1',
  });
  expect(refusalSentence(card.fact)).toMatch(
    /^a asked for 30.0\u00a0MiB more; its own RLIMIT_AS of 20.0\u00a0MiB leaves 18\.\d\u00a0MiB\.$/,
  );
  expect(otherWays(card, false)).toMatch(/^an RLIMIT_AS of 31\.\d\u00a0MiB; once lowered/);
});

it('a fork that is one too many is a card that counts processes', () => {
  const [card] = decisionsOf(['spawn a', 'rlimit a nproc 2', 'fork a b', 'fork a c']);
  if (card?.kind !== 'refusal') return expect.fail('no card');
  expect(card.fact).toMatchObject({ call: 'fork', errno: 'EAGAIN', what: 'nproc', counted: 2, limit: 2 });
  expect(refusalSentence(card.fact)).toBe('The owner of a has 2 processes, and its RLIMIT_NPROC allows 2.');
  expect(otherWays(card, false)).toBe(
    'an RLIMIT_NPROC of 3 processes; once lowered, only root raises it again; or the end of another process',
  );
  expect(amountOf(card.fact, 3)).toBe('3 processes');
  expect(refusalTitle(card)).toBe('fork failed, EAGAIN');
});

it('what was not worked out has the fact’s own words only', () => {
  expect(decisionsOf(LIMITED, false)).toMatchObject([{ kind: 'refusal', context: null, fact: { what: 'as' } }]);
  const strict = decisionsOf(['spawn a', 'mmap a r 900M rw private'], false);
  expect(strict).toMatchObject([{ kind: 'refusal', context: null }]);
  expect(decisionsOf(['spawn a', 'mmap a r 900M rw private'])[0]?.context?.remedies.length).toBeGreaterThan(0);
});

it('[ANS-1] a card says what the call answered: nothing where its process died, a signal, or ok', () => {
  // As many images as fit, and none more.
  const images = Array.from({ length: 40 }, (_, i) => `spawn a${i}`);
  const strict = { settings: { 'vm/overcommit_memory': '2', 'vm/overcommit_ratio': '10' } };
  const late = decisionsOf([...images, 'vfork a0 b', 'exec b'], false, strict).at(-1);
  if (late?.kind !== 'refusal') return expect.fail('no card');
  expect(late).toMatchObject({ line: 'exec b', outcome: { kind: 'ended', signal: 11 } });
  expect(refusalTitle(late)).toBe('exec refused');
  expect(decisionsOf(['spawn a', 'mmap a r 900M rw private'], false)).toMatchObject([
    { outcome: { kind: 'answered', result: 'ENOMEM' } },
  ]);
  const touched = ['spawn a', 'mmap a r 400M rw private,noreserve', 'touch a r'];
  expect(decisionsOf(touched, false, { policy: 'solaris-10' }).at(-1)).toMatchObject({
    outcome: { kind: 'answered', result: 'SIGBUS' },
  });
});

it('a kill has the report that follows it, where one entry kills twice', () => {
  const lines = [
    'spawn a',
    'mmap a r 100M rw private',
    'touch a r',
    'spawn b',
    'mmap b r 200M rw private,noreserve',
    'touch b r',
  ];
  const reports = decisionsOf(lines).map((one) => (one.kind === 'kill' ? one.kernelLines : []));
  expect(reports.map((report) => report.at(-1)?.replace(/ total-vm.*/, ''))).toEqual([
    'Out of memory: Killed process 100 (a)',
    'Out of memory: Killed process 101 (b)',
  ]);
});

it('an access that failed says what lay there', () => {
  const machine = boot(SPEC);
  const history = emptyHistory();
  const played: Entry[] = [];
  for (const [i, line] of ['spawn a', 'mmap a pool 10M rw private', 'touch a pool 20M 4K w'].entries()) {
    const parsed = parseLine(line);
    if (!parsed.ok) return expect.fail(line);
    const twin = replay(SPEC, played);
    const done = execute(twin, parsed.command, 'system');
    if (!done.ok) return expect.fail(line);
    const entry = makeEntry(twin, { actor: 'system', commandId: `${i}`, command: parsed.command, facts: done.facts });
    played.push(entry);
    foldEntry(history, machine, entry, false);
  }
  expect(history.shell.at(-1)?.detail?.replace(/[\u00a0\u202f]/g, ' ')).toBe(
    '0 pages; pool ends after 10.0 MiB (2 560 pages), and nothing is mapped behind it',
  );
});
