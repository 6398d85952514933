import type { GuideStepShape } from '@overcommit/protocol/api';
import { describe, expect, it } from 'vitest';
import { diedWords, doerOf, linesSent, membersOf, shownTitle, stepNow } from './guide.ts';
import type { SeatLike } from './people.ts';

const step = (id: string, lines: string[], rest: Partial<GuideStepShape> = {}): GuideStepShape => ({
  ...{ id, who: 'anyone', say: '', lines, look: null, ask: null, again: [], state: 'open' },
  ...rest,
});
const seat = (actorId: string, rest: Partial<SeatLike> = {}): SeatLike => ({
  ...{ actorId, displayName: actorId, initials: actorId.slice(0, 2), colour: 0, uid: 1000, role: 'student' },
  ...rest,
});

describe('a handout at a moment', () => {
  it('ticks a line that means the same, and one of several equal lines for each time it was sent', () => {
    const steps = [step('a', ['touch a ws 0 100M w']), step('b', ['touch a ws 0 100M w', 'spawn b'])];
    const sent = linesSent(steps, [{ line: 'touch a ws 100M' }, { line: 'spawn b' }]);
    expect([sent.get('a'), sent.get('b')]).toEqual([[true], [false, true]]);
  });

  it('goes on at the first step that is neither done nor passed over', () => {
    const steps = [step('a', [], { state: 'done' }), step('b', [], { state: 'skipped' }), step('c', [])];
    expect(stepNow({ steps })?.id).toBe('c');
    expect(stepNow({ steps: steps.slice(0, 2) })).toBeNull();
  });

  it('names who does it: the owner of the process, else the person with that part, alone always oneself', () => {
    const [ana, ben] = [seat('ana'), seat('ben')];
    const cast = { members: [ana, ben], processes: [{ name: 'db', owner: 'ben' }] };
    expect(doerOf(step('x', ['touch db pool'], { who: 'first' }), cast)).toBe('ben');
    expect(doerOf(step('x', ['spawn web'], { who: 'second' }), cast)).toBe('ben');
    expect(doerOf(step('x', ['spawn web'], { who: 'first' }), cast)).toBe('ana');
    expect(doerOf(step('x', ['spawn web']), cast)).toBeNull();
    expect(doerOf(step('x', ['spawn web'], { who: 'second' }), { members: [ana], processes: [] })).toBe('ana');
  });

  it('counts students in a class, and everyone else on a machine of one’s own; nobody who was removed', () => {
    const seats = [seat('tess', { role: 'staff' }), seat('ana'), seat('eve', { isRemoved: true })];
    expect(membersOf(seats, true).map(({ actorId }) => actorId)).toEqual(['ana']);
    expect(membersOf(seats, false).map(({ actorId }) => actorId)).toEqual(['tess', 'ana']);
  });

  it('holds the title back, but not the name of the group', () => {
    expect(shownTitle('The database dies · Group 1', { title: 'A database', isHeld: true })).toBe(
      'A database · Group 1',
    );
    expect(shownTitle('The database dies · Group 1', { title: 'x', isHeld: false })).toBe(
      'The database dies · Group 1',
    );
  });

  it('says who died', () => {
    expect(diedWords([])).toBe('nobody died');
    expect(diedWords([{ seq: 14, process: 'db' }])).toBe('db died at #14');
  });
});
