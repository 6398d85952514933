import { describe, expect, it } from 'vitest';
import { emptyLine, withText } from './lineEditor.ts';
import type { ShellLine } from './shellLines.ts';
import { brokenAtWords, plainText, terminalPaper } from './terminalText.ts';

const SCREEN = { columns: 20, rows: 8 };
const said = (key: string, text = key): ShellLine => ({ key, text, tone: 'plain' });
const prompt = (text = '') => ({ editor: withText(emptyLine(), text), offers: [] });
const ESCAPE = String.fromCharCode(27);
/** Colours are left out of the comparison. */
const bare = (out: string) => out.replaceAll(new RegExp(`${ESCAPE}\\[\\d*m`, 'g'), '');

describe('what is written to the terminal', () => {
  it('writes settled lines once, and the prompt again and again', () => {
    const paper = terminalPaper();
    expect(bare(paper.paint([said('a')], prompt(), SCREEN))).toContain('a\r\n$ ');
    const next = bare(paper.paint([said('a'), said('b')], prompt('sp'), SCREEN));
    expect(next).toBe('\r\x1b[Jb\r\n$ sp \r\x1b[4C');
  });

  it('keeps a command under way below what is settled until it is confirmed', () => {
    const paper = terminalPaper();
    const pending: ShellLine = { key: 't1', text: 'fork a b', tone: 'command', isPending: true, isLoose: true };
    paper.paint([said('a'), pending], prompt(), SCREEN);
    // Two rows for the command with its note: the redraw begins above them.
    const done = bare(paper.paint([said('a'), said('5c', 'fork a b')], prompt(), SCREEN));
    expect(done.startsWith('\x1b[2A\r\x1b[J')).toBe(true);
    expect(done).toContain('fork a b\r\n');
    expect(done).not.toContain('a\r\nfork');
  });

  it('writes everything again when lines came in before those on the screen', () => {
    const paper = terminalPaper();
    paper.paint([said('b')], prompt(), SCREEN);
    expect(bare(paper.paint([said('c')], prompt(), SCREEN))).toContain('\x1b[3Jc\r\n');
    paper.invalidate();
    expect(bare(paper.paint([said('c')], prompt(), SCREEN))).toContain('\x1b[2J');
  });

  it('puts the cursor into the right row of a long line', () => {
    const editor = { ...withText(emptyLine(), 'x'.repeat(45)), cursor: 18 };
    expect(bare(terminalPaper().paint([], { editor, offers: [] }, SCREEN)).endsWith(' \x1b[1A\r')).toBe(true);
  });

  it('never redraws more than the screen holds', () => {
    const many = Array.from({ length: 30 }, (_, i): ShellLine => ({ ...said(`t${i}`), isLoose: true }));
    const paper = terminalPaper();
    expect(bare(paper.paint(many, prompt(), SCREEN)).split('\r\n')).toHaveLength(7);
  });

  it('breaks lines between words, and leaves a longer word to the terminal', () => {
    expect(brokenAtWords('Killed process 101 (bgsave)', 20)).toBe('Killed process 101\n(bgsave)');
    expect(brokenAtWords('exactly twenty cells and on', 20)).toBe('exactly twenty cells\nand on');
    expect(brokenAtWords('a '.concat('x'.repeat(30)), 20)).toBe(`a\n${'x'.repeat(30)}`);
    expect(brokenAtWords('王小明 sent this line', 10)).toBe('王小明\nsent this\nline');
    expect(brokenAtWords('short', 20)).toBe('short');
  });

  it('counts the rows that breaking between words makes', () => {
    const paper = terminalPaper();
    const text = 'eleven-cell eleven-cell eleven-cell';
    paper.paint([{ ...said('t1', text), isLoose: true }], prompt(), SCREEN);
    expect(bare(paper.paint([], prompt(), SCREEN)).startsWith('\x1b[3A\r\x1b[J')).toBe(true);
  });

  it('typed text cannot move the cursor', () => {
    expect(plainText({ key: 'a', text: 'a\x1b[2Jb\r\n', tone: 'command', who: 'E\x07ve' })).toBe('Eve $ a[2Jb');
  });
});
