import { type MainLine, recordedLane, type VariationPlan, vary } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { recorded } from '../../../engine/src/variation/testLog.ts';
import { outcomeHeadline } from './headline.ts';

const CRASH = recorded([
  'ana: spawn db',
  'ana: mmap db pool 100M rw private',
  'ana: touch db pool 0 100M w',
  'ana: fork db bgsave',
  'ben: spawn web',
  'ben: mmap web cache 120M rw private',
  'ben: touch web cache 0 60M w',
  'ana: touch bgsave pool 0 40M w',
  'ben: touch web cache 60M 50M w',
]);

const names = { ana: 'Ana', ben: 'Ben' };
const words = (main: MainLine, plan: VariationPlan): string =>
  outcomeHeadline({ main: recordedLane(main, 'as recorded'), lane: vary(main, plan).report, names });

it('names the kernel that refused, and what came of it', () => {
  expect(words(CRASH, { from: 0, policy: 'solaris-10' })).toBe(
    'Solaris 10 refused Ana’s fork. So nobody died, and Ana’s bgsave was never born.',
  );
  expect(words(CRASH, { from: 0, settings: { 'vm/overcommit_memory': '2' } })).toMatch(
    /^Under strict accounting Ana’s fork was refused\. So nobody died/,
  );
});

it('without a refusal says who lived or died instead', () => {
  expect(words(CRASH, { from: 0, memKb: 524_288 })).toMatch(/^With 512M.* RAM nobody died\.$/);
  expect(words(CRASH, { from: 0, policy: 'linux-6.1' })).toBe('Under Linux 6.1 everything went the same way.');
});

it('says that the machine crashed', () => {
  expect(words(CRASH, { from: 10, settings: { 'vm/panic_on_oom': '1' } })).toMatch(/the machine crashed\.$/);
});
