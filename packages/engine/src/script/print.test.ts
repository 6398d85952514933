import { describe, expect, it } from 'vitest';
import { commandText } from './print.ts';

describe('commandText', () => {
  it('has words for what nobody types', () => {
    expect(commandText({ verb: 'seat', actor: 'a', uid: 1000, role: 'student' })).toBe('take a student seat');
    expect(commandText({ verb: 'clock', action: 'speed', ticksPerSecond: 4 })).toBe('clock 4/s');
    expect(commandText({ verb: 'clock', action: 'pause' })).toBe('clock pause');
  });

  it('counts revealed answers in the right number', () => {
    const answer = { actor: 'a', answer: 'db', salt: '00' };
    const reveal = (n: number) =>
      commandText({ verb: 'reveal', prompt: 'p', answers: Array.from({ length: n }, () => answer) });
    expect([0, 1, 2].map(reveal)).toEqual(['reveal 0 answers', 'reveal 1 answer', 'reveal 2 answers']);
  });

  it('is the typed line otherwise', () => {
    expect(commandText({ verb: 'fork', parent: 'db', child: 'bgsave' })).toBe('fork db bgsave');
  });
});
