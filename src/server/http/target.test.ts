import { expect, it } from 'vitest';
import { ownTarget } from './target.ts';

it.each([
  ['/labs?x=1', '/labs?x=1'],
  ['http://evil.example/labs/?x=1', '/labs/?x=1'],
  ['https://evil.example', '/'],
  ['http://evil.example//other.example/', '/other.example/'],
  ['//evil.example/labs/', '/evil.example/labs/'],
  ['/\\evil.example', '/evil.example'],
  ['*', '/'],
  [undefined, '/'],
])('of “%s” a request asks for %s', (url, target) => {
  expect(ownTarget(url)).toBe(target);
});
