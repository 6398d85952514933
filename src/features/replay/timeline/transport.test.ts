import { expect, it } from 'vitest';
import { keyAction, mergeMarkers, nextMarker, parseGoTo, previousMarker } from './transport.ts';

const markers = [4, 9, 20].map((seq) => ({ seq, kind: 'kill' as const, label: '' }));

it('goes from marker to marker, and to the ends beyond them', () => {
  expect([0, 4, 9, 20].map((seq) => nextMarker(markers, seq, 30))).toEqual([4, 9, 20, 30]);
  expect([30, 20, 9, 4].map((seq) => previousMarker(markers, seq))).toEqual([20, 9, 4, 0]);
});

it('understands entry numbers as people write them', () => {
  expect(['#1 204', '1204', '50%', '99999', '', 'x', '-3'].map((t) => parseGoTo(t, 2000))).toEqual([
    1204,
    1204,
    1000,
    2000,
    null,
    null,
    null,
  ]);
});

it('gives the arrow keys a second meaning with shift', () => {
  expect([
    keyAction('ArrowLeft', false),
    keyAction('ArrowLeft', true),
    keyAction(' ', false),
    keyAction('x', false),
  ]).toEqual(['back', 'previousMarker', 'play', null]);
});

it('puts what people wrote among what happened, in the order of entries', () => {
  const merged = mergeMarkers(markers, [{ seq: 9, kind: 'comment', label: 'why?' }]);
  expect(merged.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual(['4 kill', '9 kill', '9 comment', '20 kill']);
});
