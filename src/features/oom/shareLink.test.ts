import { expect, it } from 'vitest';
import { EXAMPLES } from './examples.ts';
import { fragmentOf, textOf } from './shareLink.ts';

it('a link gives back the text it holds', async () => {
  for (const { text } of [...EXAMPLES, { text: 'a “name” with ümlauts\n' }]) {
    const fragment = await fragmentOf(text);
    expect(fragment).toMatch(/^#report=[\w-]+$/);
    expect(await textOf(fragment ?? '')).toBe(text);
  }
});

it('a text that is too long for a link has none', async () => {
  let [text, state] = ['', 1];
  while (text.length < 200_000) {
    state = (state * 48271) % 2147483647;
    text += state.toString(36);
  }
  expect(await fragmentOf(text)).toBeNull();
});

it('a damaged link is no text', async () => {
  const fragment = (await fragmentOf(EXAMPLES[0]?.text ?? '')) ?? '';
  expect(await textOf(fragment.slice(0, 40))).toBeNull();
  expect(await textOf('#report=%%%')).toBeNull();
  expect(await textOf('#words-memory')).toBeNull();
});
