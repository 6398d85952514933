import { expect, it } from 'vitest';
import type { Command } from './index.ts';
import { execute } from './index.ts';
import { lab } from './testLab.ts';

const TICKS: Command = { verb: 'tick', count: 100 };

it('a command that sets off more facts than its caller can take is given up on the way', () => {
  const { m } = lab('spawn bomb 1000\nrun bomb forkbomb');
  expect(execute(m, TICKS, { actor: 'script', mostFacts: 50 })).toMatchObject({
    ok: false,
    isSpoilt: true,
    rejection: { code: 'TOO_LARGE' },
  });
});

it('a command within the bound is carried out as without one', () => {
  const [bound, free] = [lab('spawn a 1000').m, lab('spawn a 1000').m];
  expect(execute(bound, TICKS, { actor: 'script', mostFacts: 1000 })).toEqual(execute(free, TICKS, 'script'));
});
