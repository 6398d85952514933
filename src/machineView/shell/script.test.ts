import { describe, expect, it } from 'vitest';
import type { Outcome } from '../outcome.ts';
import { readScript, runScript, SCRIPT_BOUNDS, type Script } from './script.ts';

const ok = (seq: number): Outcome => ({ kind: 'answered', seq, result: 'ok', detail: null });
const TEXT = '#mem 64M\n# a comment\nspawn db\n\nmmap db pool 8M rw private\ntouch db pool\n';

async function play(script: Script, answer: (line: string) => Outcome, cancelAfter = Number.POSITIVE_INFINITY) {
  const sent: string[] = [];
  const seen: Script[] = [];
  let rests = 0;
  await runScript(script, {
    sendLine: async (line) => {
      sent.push(line);
      return answer(line);
    },
    isCancelled: () => sent.length >= cancelAfter,
    rest: async () => void rests++,
    onChange: (s) => seen.push(s),
  });
  return { sent, seen, rests, last: seen.at(-1) };
}

describe('a script at the shell', () => {
  it('sends every command in order and reports its progress', async () => {
    const { sent, seen, rests, last } = await play(readScript('a.txt', TEXT), () => ok(1));
    expect(sent).toEqual(['spawn db', 'mmap db pool 8M rw private', 'touch db pool']);
    expect(seen.map((s) => s.at)).toEqual([0, 1, 2, 3, 3]);
    expect(rests).toBe(2);
    expect(last).toMatchObject({ phase: 'done', note: null });
  });

  it('stops at a refusal with the line of the file, and goes on behind it', async () => {
    const refuse = (line: string): Outcome =>
      line.startsWith('mmap') ? { kind: 'answered', seq: 2, result: 'ENOMEM', detail: 'too much' } : ok(1);
    const { sent, last } = await play(readScript('a.txt', TEXT), refuse);
    expect(sent).toHaveLength(2);
    expect(last).toMatchObject({ phase: 'stopped', at: 2 });
    expect(last?.note).toContain('Line 5');
    expect(last?.note).toContain('ENOMEM: too much');
    expect((await play(last as Script, () => ok(3))).sent).toEqual(['touch db pool']);
  });

  it('offers again what was never carried out', async () => {
    const { last } = await play(readScript('a.txt', TEXT), () => ({ kind: 'failed', message: 'Too many at once.' }));
    expect(last).toMatchObject({ phase: 'stopped', at: 0 });
  });

  it('can be stopped between two commands', async () => {
    const { sent, last } = await play(readScript('a.txt', TEXT), () => ok(1), 1);
    expect(sent).toEqual(['spawn db']);
    expect(last).toMatchObject({ phase: 'stopped', at: 1 });
  });

  it('sends nothing of a text that it cannot read, that is empty or too long', () => {
    expect(readScript('x', 'spawn db\nfrok db c')).toMatchObject({ phase: 'unreadable', steps: [] });
    expect(readScript('x', 'spawn db\nfrok db c').note).toContain('Line 2');
    expect(readScript('x', '# nothing').phase).toBe('unreadable');
    expect(readScript('x', 'spawn a\n'.repeat(SCRIPT_BOUNDS.commands + 1)).phase).toBe('unreadable');
    expect(readScript('x', ' '.repeat(SCRIPT_BOUNDS.bytes + 1)).phase).toBe('unreadable');
  });
});
