import {
  boot,
  type Command,
  digest,
  ENGINE_VERSION,
  execute,
  type Machine,
  type MachineSpec,
  makeEntry,
  type OpenedAnswer,
  parseLine,
  sealOf,
} from '@overcommit/engine';
import { hashHeader, hashLink } from '@overcommit/event-store';
import { describe, expect, it } from 'vitest';
import { hashedPart, type WireEntry } from '../entry.ts';
import { logHeader, printLog } from './format.ts';
import { parseLog, splitLines } from './parse.ts';
import { createLogVerifier, describeProblem, verifyLog } from './verify.ts';

const SPEC: MachineSpec = { memKb: 262144, swapKb: 0, policy: 'linux-6.1', seed: 7, settings: {} };
const HEADER = logHeader({ id: 'm1', spec: SPEC, engineVersion: '0.1.0' });
const LINES = ['spawn db', 'mmap db heap 16M rw private', 'touch db heap', 'fork db child', 'touch nobody heap'];

function carryOut(machine: Machine, line: string): WireEntry {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(parsed.rejection.message);
  return carryOutCommand(machine, parsed.command);
}

function carryOutCommand(machine: Machine, command: Command): WireEntry {
  const done = execute(machine, command, 'system');
  if (!done.ok) throw new Error(done.rejection.message);
  const entry = makeEntry(machine, {
    actor: 'system',
    commandId: `c${machine.seq}`,
    command,
    facts: done.facts,
  });
  return { ...structuredClone(entry), recordedAt: '2025-01-01T00:00:00.000Z', hash: '' };
}

/** Recomputes the hash chain, as an editor of a log would. */
function relink(entries: readonly WireEntry[]): WireEntry[] {
  let hash = hashHeader(HEADER);
  return entries.map((entry) => {
    hash = hashLink(hash, hashedPart(entry));
    return { ...entry, hash };
  });
}

function record() {
  const machine = boot(SPEC);
  const entries = relink(LINES.map((line) => carryOut(machine, line)));
  const end = { end: true as const, seq: entries.length, hash: entries.at(-1)?.hash ?? '', digest: digest(machine) };
  return { header: HEADER, entries, end };
}

const problemOf = (text: string) => {
  const verdict = verifyLog(text);
  return verdict.ok === false ? describeProblem(verdict.problem) : 'fine';
};
const edit = (change: (lines: string[]) => void) => {
  const lines = splitLines(printLog(record()));
  change(lines);
  return lines.map((line) => `${line}\n`).join('');
};

describe('an exported log', () => {
  it('verifies as it was written, and comes back equal', () => {
    const log = record();
    expect(verifyLog(printLog(log))).toMatchObject({ ok: true, seq: 5, digest: log.end.digest, hash: log.end.hash });
    expect(parseLog(printLog(log))).toEqual({ ok: true, ...log });
  });

  it('verifies with the line breaks of another system, and without entries', () => {
    expect(problemOf(printLog(record()).replaceAll('\n', '\r\n'))).toBe('fine');
    const end = { end: true as const, seq: 0, hash: hashHeader(HEADER), digest: digest(boot(SPEC)) };
    expect(problemOf(printLog({ header: HEADER, entries: [], end }))).toBe('fine');
  });

  it('names the entry that was changed', () => {
    const text = edit((lines) => {
      lines[3] = (lines[3] as string).replace('"actor":"system"', '"actor":"mallory"');
    });
    expect(problemOf(text)).toMatch(/^entry 3: its hash does not match/);
  });

  it('names the entry that is missing, at the end too', () => {
    expect(problemOf(edit((lines) => lines.splice(2, 1)))).toBe('entry 2: it is missing, entry 3 follows');
    expect(problemOf(edit((lines) => lines.splice(5, 1)))).toBe('entry 5: it is missing, the end line counts 5');
  });

  it('names an entry that stands twice or too early', () => {
    expect(problemOf(edit((lines) => lines.splice(3, 0, lines[2] as string)))).toMatch(
      /^entry 2: it stands after entry 2/,
    );
  });

  it('finds a chain that was computed again by the end line, and facts that were changed with it by the digest', () => {
    const log = record();
    // Of an earlier engine, which this one can only fold.
    log.entries = relink(log.entries.map((entry) => ({ ...entry, engineVersion: '0.0.9' })));
    const entries = relink(log.entries.map((entry) => (entry.seq === 2 ? { ...entry, actor: 'mallory' } : entry)));
    expect(problemOf(printLog({ ...log, entries }))).toBe('line 7: the hash in the end line is not the last entry’s');
    const cut = relink(
      log.entries.map((entry) => (entry.seq === 3 ? { ...entry, facts: entry.facts.slice(0, 1) } : entry)),
    );
    const end = { ...log.end, hash: cut.at(-1)?.hash ?? '' };
    expect(problemOf(printLog({ ...log, entries: cut, end }))).toMatch(
      /entry \d: its facts do not fold|the digest in the end line/,
    );
  });

  it('has no half of a surrogate pair, which no hash can cover', () => {
    const half = (line: number, from: string, to: string) =>
      problemOf(edit((lines) => (lines[line] = (lines[line] as string).replace(from, to))));
    expect(half(0, '"settings":{}', '"settings":{"a":"\\ud800"}')).toBe(
      'line 1: header: half of a surrogate pair has no canonical JSON',
    );
    expect(half(2, '"heap"', '"\\ud800"')).toContain('half of a surrogate pair');
  });

  it('notices another header', () => {
    expect(problemOf(edit((lines) => (lines[0] = (lines[0] as string).replace('"m1"', '"m2"'))))).toMatch(
      /^entry 1: its hash/,
    );
    const torn = edit(
      (lines) => (lines[0] = (lines[0] as string).replace('"seed":7,"settings"', '"seed":8,"settings"')),
    );
    expect(problemOf(torn)).toMatch(/policy or seed differs/);
  });

  it('tells line by line what cannot be read', () => {
    const faults: [(lines: string[]) => void, RegExp][] = [
      [(lines) => lines.splice(0, 1), /^line 1: this is not an Overcommit log/],
      [(lines) => (lines[0] = '{"format":"overcommit-log","version":9}'), /^line 1: log version 9/],
      [(lines) => (lines[2] = '{'), /^line 3: the line is not JSON/],
      [(lines) => (lines[2] = ''), /^line 3: the line is empty/],
      [(lines) => (lines[2] = '[]'), /^line 3: the line is not a JSON object/],
      [(lines) => (lines[2] = (lines[2] as string).replace('"tick":0', '"tick":0.5')), /^entry 2: tick/],
      [(lines) => (lines[2] = (lines[2] as string).replace('"tick":0', '"tick":0,"note":1')), /^entry 2: .*note/],
      [(lines) => lines.push('{}'), /^line 8: the log goes on/],
      [(lines) => lines.pop(), /cut off/],
      [(lines) => lines.splice(0), /^line 1: the log is empty/],
    ];
    for (const [fault, message] of faults) expect(problemOf(edit(fault))).toMatch(message);
  });

  it('checks what a reveal opens against what was sealed, even if the hashes are right', () => {
    const salt = 'ab'.repeat(16);
    const seal = sealOf({ salt, answer: 'db' });
    const asked = { topic: 'next', about: 'victim', question: 'Who dies next?', choices: ['db', 'web'] } as const;
    const reveal = (answers: OpenedAnswer[]): Command[] => [
      { verb: 'ask', prompt: 'q', ...asked, choices: ['db', 'web'] },
      { verb: 'seal', prompt: 'q', seal },
      { verb: 'reveal', prompt: 'q', answers },
    ];
    const logOf = (commands: Command[], change: (entries: WireEntry[]) => void = () => undefined) => {
      const machine = boot(SPEC);
      const entries = commands.map((command) => carryOutCommand(machine, command));
      change(entries);
      const linked = relink(entries);
      const end = { end: true as const, seq: 3, hash: linked.at(-1)?.hash ?? '', digest: digest(machine) };
      return problemOf(printLog({ header: HEADER, entries: linked, end }));
    };
    const honest = reveal([{ actor: 'system', answer: 'db', salt }]);
    expect(logOf(honest)).toBe('fine');
    expect(logOf(reveal([{ actor: 'system', answer: 'web', salt }]))).toMatch(/^entry 3: the answer of system is not/);
    expect(logOf(reveal([{ actor: 'system', answer: 'db', salt: 'cd'.repeat(16) }]))).toMatch(/is not the one/);
    const without = (entries: WireEntry[]) => {
      const fact = entries[2]?.facts[0];
      if (fact?.type === 'AnswersRevealed') fact.answers = [];
    };
    expect(logOf(honest, without)).toBe('entry 3: it leaves a sealed answer out');
    const other = (entries: WireEntry[]) => {
      const fact = entries[2]?.facts[0];
      if (fact?.type === 'AnswersRevealed') fact.prompt = 'r';
    };
    expect(logOf(honest, other)).toMatch(/^entry 3: it reveals a question that is not open/);
  });

  it('can be streamed, and takes nothing after the first problem', () => {
    const verifier = createLogVerifier();
    for (const line of splitLines(printLog(record()))) expect(verifier.push(line)).toBeNull();
    expect(verifier.seq).toBe(5);
    expect(verifier.finish()).toMatchObject({ ok: true });
    expect(verifier.push('{}')).toMatchObject({ line: 8 });
    expect(verifier.finish()).toMatchObject({ ok: false });
  });

  describe('that was changed, with its chain computed again', () => {
    /** The log with its third answer changed, as an editor of a log would. */
    const forged = (engineVersion = ENGINE_VERSION) => {
      const log = record();
      const entries = relink(
        log.entries.map((entry) => {
          if (entry.seq !== 3) return { ...entry, engineVersion };
          const facts = entry.facts.map((fact) => (fact.type === 'Answered' ? { ...fact, result: 'EAGAIN' } : fact));
          return { ...entry, engineVersion, facts } as WireEntry;
        }),
      );
      return printLog({ ...log, entries, end: { ...log.end, hash: entries.at(-1)?.hash ?? '' } });
    };

    it('is found: its own engine would have decided otherwise', () => {
      expect(verifyLog(printLog(record()))).toMatchObject({ ok: true, carriedOut: 5, onlyFolded: 0 });
      expect(verifyLog(forged())).toEqual({
        ok: false,
        problem: { line: 4, entry: 3, message: 'carried out anew it gives other facts' },
      });
    });

    it('is not called ok once it names an earlier engine: those entries are only folded, and counted', () => {
      expect(verifyLog(forged('0.0.9'))).toMatchObject({ ok: null, carriedOut: 0, onlyFolded: 5 });
      const log = record();
      const mixed = relink(log.entries.map((entry) => (entry.seq < 3 ? { ...entry, engineVersion: '0.0.9' } : entry)));
      const text = printLog({ ...log, entries: mixed, end: { ...log.end, hash: mixed.at(-1)?.hash ?? '' } });
      expect(verifyLog(text)).toMatchObject({ ok: null, carriedOut: 3, onlyFolded: 2 });
    });

    it('is found in the tick and in the kernel that an entry states', () => {
      const change = (part: Partial<WireEntry>) => {
        const log = record();
        const entries = relink(log.entries.map((entry) => (entry.seq === 4 ? { ...entry, ...part } : entry)));
        return problemOf(printLog({ ...log, entries, end: { ...log.end, hash: entries.at(-1)?.hash ?? '' } }));
      };
      expect(change({ tick: 7 })).toBe('entry 4: it states tick 7, the machine is at 0');
      expect(change({ policy: 'freebsd' })).toMatch(/^entry 4: it names the kernel freebsd/);
      expect(change({ actor: 'mallory' })).toMatch(/^entry 4: carried out anew it is refused/);
    });

    it('passes where the chain alone is asked for, and is not called ok there', () => {
      expect(verifyLog(forged(), { isChainOnly: true })).toMatchObject({
        ok: null,
        seq: 5,
        carriedOut: 0,
        onlyFolded: 0,
      });
      const broken = forged().replace('"result":"EAGAIN"', '"result":"ENOMEM"');
      expect(verifyLog(broken, { isChainOnly: true })).toMatchObject({ ok: false, problem: { entry: 3 } });
    });
  });

  it('tells how far it is', () => {
    const done: number[] = [];
    const entry = record().entries[0];
    verifyLog(
      Array.from({ length: 2500 }, () => JSON.stringify(entry)),
      { onProgress: (lines) => done.push(lines) },
    );
    expect(done).toEqual([]);
    verifyLog(longLog(2100), { onProgress: (lines) => done.push(lines) });
    expect(done).toEqual([1000, 2000]);
  });
});

function longLog(length: number): string {
  const machine = boot(SPEC);
  const entries = relink(Array.from({ length }, () => carryOut(machine, 'tick')));
  const end = { end: true as const, seq: length, hash: entries.at(-1)?.hash ?? '', digest: digest(machine) };
  return printLog({ header: HEADER, entries, end });
}
