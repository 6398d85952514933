import { describe, expect, it } from 'vitest';
import { randomGroups } from './groups.ts';

const people = Array.from({ length: 23 }, (_, n) => `p${n}`);

describe('random groups', () => {
  it('have everyone once, and sizes that differ by one at most', () => {
    const groups = randomGroups(people, { size: 4, seed: 7 });
    expect(groups.flat().sort()).toEqual([...people].sort());
    expect(groups.map((group) => group.length).sort()).toEqual([3, 4, 4, 4, 4, 4]);
    expect(randomGroups([], { size: 4, seed: 7 })).toEqual([]);
  });

  it('are the same for the same seed, whatever the order of the people, and others for another', () => {
    const groups = randomGroups(people, { size: 4, seed: 7 });
    expect(randomGroups([...people].reverse(), { size: 4, seed: 7 })).toEqual(groups);
    expect(randomGroups(people, { size: 4, seed: 8 })).not.toEqual(groups);
  });
});
