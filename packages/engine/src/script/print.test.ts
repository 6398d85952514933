import { describe, expect, it } from 'vitest';
import { commandText } from './print.ts';

describe('commandText', () => {
  it('has words for what nobody types', () => {
    expect(commandText({ verb: 'seat', actor: 'a', uid: 1000, role: 'student' })).toBe('take a student seat');
    expect(commandText({ verb: 'clock', action: 'speed', ticksPerSecond: 4 })).toBe('clock 4/s');
    expect(commandText({ verb: 'clock', action: 'pause' })).toBe('clock pause');
  });

  it('is the typed line otherwise', () => {
    expect(commandText({ verb: 'fork', parent: 'db', child: 'bgsave' })).toBe('fork db bgsave');
  });
});
