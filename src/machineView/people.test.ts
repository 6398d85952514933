import { expect, it } from 'vitest';
import { indexPeople, type SeatLike } from './people.ts';

const seat = (n: number): SeatLike => ({
  actorId: `a${n}`,
  displayName: `Person ${n}`,
  initials: `P${n}`,
  colour: n % 8,
  uid: 1000 + n,
  role: 'student',
});

it('gives forty people forty different looks from eight colours', () => {
  const people = indexPeople(Array.from({ length: 40 }, (_, n) => seat(n)));
  const looks = Array.from({ length: 40 }, (_, n) => people.look(`a${n}`));
  expect(new Set(looks.map((l) => `${l.colour} ${l.pattern}`)).size).toBe(40);
});

it('names the system, root and who is gone', () => {
  const people = indexPeople([seat(0)]);
  expect(people.name(null)).toBe('the system');
  expect(people.nameOfUid(0)).toBe('root');
  expect(people.nameOfUid(1000)).toBe('Person 0');
  expect(people.nameOfUid(1044)).toBe('uid 1044');
  expect(people.lookOfUid(1044).initials).toBe('44');
});
