import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { Machine } from '../../state.ts';

/** A whole number from 0 to `below` - 1. */
export type Draw = (below: number) => number;

/** A stream at work: `state` is null until something was drawn from it. */
export type Stream = { draw: Draw; state: () => number[] | null };

/** The stream where the machine left it, or at its beginning. The machine is not changed: a fact will do that. */
export function openStream(m: Machine, name: string): Stream {
  const left = m.streams[name];
  const generator = left ? xoroshiro128plusFromState(left) : xoroshiro128plus(seedOf(m.spec.seed, name));
  let isUsed = false;
  return {
    draw: (below) => {
      if (below <= 1) return 0;
      isUsed = true;
      return uniformInt(generator, 0, below - 1);
    },
    state: () => (isUsed ? [...generator.getState()] : null),
  };
}

/** FNV-1a over the machine's seed and the stream's name, then MurmurHash3's finaliser: near names, far seeds. */
function seedOf(seed: number, name: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${name}`) hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
