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
  return verdict.ok ? 'fine' : describeProblem(verdict.problem);
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

  it('finds a decision that its own engine would not have taken, and leaves an older engine its decisions', () => {
    const log = record();
    const forge = (engineVersion: string) => {
      const entries = relink(
        log.entries.map((entry) => {
          if (entry.seq !== 3) return { ...entry, engineVersion };
          const facts = entry.facts.map((fact) => (fact.type === 'Answered' ? { ...fact, result: 'EAGAIN' } : fact));
          return { ...entry, engineVersion, facts } as WireEntry;
        }),
      );
      return splitLines(printLog({ ...log, entries, end: { ...log.end, hash: entries.at(-1)?.hash ?? '' } }));
    };
    const check = (lines: string[], isCarryingOut: boolean) => {
      const verifier = createLogVerifier({ isCarryingOut });
      for (const line of lines) if (verifier.push(line)) break;
      return verifier.finish();
    };
    expect(check(splitLines(printLog(log)), true)).toMatchObject({ ok: true, carriedOut: 5 });
    expect(check(forge(ENGINE_VERSION), false)).toMatchObject({ ok: true, carriedOut: 0 });
    expect(check(forge(ENGINE_VERSION), true)).toEqual({
      ok: false,
      problem: { line: 4, entry: 3, message: 'carried out anew it gives other facts' },
    });
    expect(check(forge('0.0.9'), true)).toMatchObject({ ok: true, carriedOut: 0 });
  });

  it('tells how far it is', () => {
    const done: number[] = [];
    const entry = record().entries[0];
    verifyLog(
      Array.from({ length: 2500 }, () => JSON.stringify(entry)),
      (lines) => done.push(lines),
    );
    expect(done).toEqual([]);
    verifyLog(longLog(2100), (lines) => done.push(lines));
    expect(done).toEqual([1000, 2000]);
  });
});

function longLog(length: number): string {
  const machine = boot(SPEC);
  const entries = relink(Array.from({ length }, () => carryOut(machine, 'tick')));
  const end = { end: true as const, seq: length, hash: entries.at(-1)?.hash ?? '', digest: digest(machine) };
  return printLog({ header: HEADER, entries, end });
}
