import type { CommentShape } from '@overcommit/protocol/api';
import { expect, it } from 'vitest';
import { commentMarkers, threadsOf } from './useComments.ts';

const comment = (id: string, seq: number, parentId: string | null = null): CommentShape => ({
  id,
  seq,
  parentId,
  actorId: null,
  authorName: 'Ana',
  text: `text of ${id}`,
  isRemoved: false,
  createdAt: new Date(0),
  editedAt: null,
  isMine: false,
  mayRemove: false,
});
const COMMENTS = [comment('a', 3), comment('b', 3), comment('c', 7), comment('a1', 3, 'a'), comment('a2', 3, 'a')];

it('puts answers below what they answer', () => {
  expect(threadsOf(COMMENTS).map(({ head, answers }) => [head.id, answers.map(({ id }) => id)])).toEqual([
    ['a', ['a1', 'a2']],
    ['b', []],
    ['c', []],
  ]);
});

it('marks an entry once, and not for what was removed', () => {
  const removed = { ...comment('d', 9), isRemoved: true };
  expect(commentMarkers([...COMMENTS, removed])).toEqual([
    { seq: 3, kind: 'comment', label: 'Ana: text of a' },
    { seq: 7, kind: 'comment', label: 'Ana: text of c' },
  ]);
});
