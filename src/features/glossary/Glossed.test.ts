import { GLOSSARY } from '@overcommit/handbook';
import { expect, it } from 'vitest';
import { anchor } from './anchor.ts';
import { GLOSSED } from './Glossed.tsx';

it('every word that is linked is in the glossary, under an address of its own', () => {
  const terms = GLOSSARY.map(({ term }) => term);
  expect(GLOSSED.filter((term) => !terms.includes(term))).toEqual([]);
  expect(new Set(terms.map(anchor)).size).toBe(terms.length);
});
