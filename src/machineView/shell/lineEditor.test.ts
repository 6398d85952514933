import { describe, expect, it } from 'vitest';
import { emptyLine, keysOf, type LineEditor, pressKey } from './lineEditor.ts';

const UP = '\x1b[A';
const DOWN = '\x1b[B';
const LEFT = '\x1b[D';
const press = (editor: LineEditor, ...keys: string[]) => keys.reduce((e, key) => pressKey(e, key).editor, editor);
const shown = ({ text, cursor }: LineEditor) => `${text.slice(0, cursor)}|${text.slice(cursor)}`;

describe('a line in the terminal', () => {
  it('takes characters at the cursor and deletes around it', () => {
    const line = press(emptyLine(), 'fork b', LEFT, LEFT, 'X');
    expect(shown(line)).toBe('forkX| b');
    expect(shown(press(line, '\x7f'))).toBe('fork| b');
    expect(shown(press(line, '\x1b[3~'))).toBe('forkX|b');
    expect(shown(press(line, '\x05', '\x17'))).toBe('forkX |');
    expect(shown(press(line, '\x0b'))).toBe('forkX|');
    expect(shown(press(line, '\x15'))).toBe('| b');
    expect(shown(press(line, '\x01', '\x1b[1;5C'))).toBe('forkX| b');
  });

  it('runs a line once and remembers it, without repeats and without blank ones', () => {
    const first = pressKey(press(emptyLine(), ' spawn db '), '\r');
    expect(first.effect).toEqual({ kind: 'run', line: 'spawn db' });
    expect(first.editor).toMatchObject({ text: '', past: ['spawn db'] });
    const second = pressKey(press(first.editor, 'spawn db'), '\r');
    expect(second.editor.past).toEqual(['spawn db']);
    expect(pressKey(press(second.editor, '  '), '\r').effect).toBeNull();
  });

  it('goes through what was typed and comes back to the line that was begun', () => {
    const line = press(emptyLine(['one', 'two']), 'dra', UP);
    expect(line.text).toBe('two');
    expect(press(line, UP, UP).text).toBe('one');
    expect(press(line, DOWN).text).toBe('dra');
    expect(press(line, DOWN, DOWN).text).toBe('dra');
  });

  it('finds with ctrl-r what was typed, older with each, and keeps it', () => {
    const past = ['touch db pool', 'fork db c', 'touch web cache'];
    const line = press(emptyLine(past), '\x12', 't', 'o');
    expect(line).toMatchObject({ query: 'to', text: 'touch web cache' });
    const older = press(line, '\x12');
    expect(older.text).toBe('touch db pool');
    expect(pressKey(older, '\r').effect).toEqual({ kind: 'run', line: 'touch db pool' });
    expect(press(older, LEFT)).toMatchObject({ query: null, text: 'touch db pool' });
    expect(press(line, 'zzz').text).toBe('touch web cache');
  });

  it('takes what comes at once apart key by key', () => {
    expect(keysOf('ab\x1b[A\x1b[1;5Cc\x1b\x7f')).toEqual(['a', 'b', '\x1b[A', '\x1b[1;5C', 'c', '\x1b', '\x7f']);
  });

  it('keeps control characters out of a line, and keeps its length limit', () => {
    expect(press(emptyLine(), 'a\x07b', '\x1bq', '\x1b[99~').text).toBe('');
    expect(press(emptyLine(), 'x'.repeat(700)).text).toHaveLength(500);
  });
});
