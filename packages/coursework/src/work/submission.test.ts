import { describe, expect, it } from 'vitest';
import { answersAt, draftOf, foldSubmission, type SubmissionEvent, sealOfOld } from './submission.ts';

const at = (n: number) => `2026-11-02T10:00:${String(n).padStart(2, '0')}.000Z`;
const fold = (...events: SubmissionEvent[]) =>
  foldSubmission(events.map((event, n) => ({ version: n + 1, recordedAt: at(n + 1), event })));

const draft = (by: string, text: string, scope: 'member' | 'group' = 'member'): SubmissionEvent => ({
  type: 'AnswerDrafted',
  prompt: 'why',
  scope,
  by,
  text,
});
const sealed = (asOf: string, change: Partial<Extract<SubmissionEvent, { type: 'Sealed' }>> = {}): SubmissionEvent => ({
  type: 'Sealed',
  parts: [{ machineId: 'm1', seq: 7 }],
  members: ['ana', 'ben'],
  reason: 'handIn',
  by: 'ana',
  asOf,
  ...change,
});

describe('a submission', () => {
  it('the latest seal counts, and a reopening takes it back', () => {
    const twice = fold(sealed(at(1)), sealed(at(2), { parts: [{ machineId: 'm2', seq: 3 }] }));
    expect(twice.seal).toMatchObject({ version: 2, parts: [{ machineId: 'm2', seq: 3 }], recordedAt: at(2) });
    const reopened = fold(sealed(at(1)), { type: 'Reopened', reason: 'wrong button', by: 'ines' });
    expect(reopened.seal).toBeNull();
    expect(reopened.history.map((step) => step.type)).toEqual(['Sealed', 'Reopened']);
  });

  it('versions may have gaps, but never fall', () => {
    const event = sealed(at(1));
    expect(foldSubmission([{ version: 5, recordedAt: at(1), event }]).version).toBe(5);
    expect(() =>
      foldSubmission([
        { version: 5, recordedAt: at(1), event },
        { version: 5, recordedAt: at(2), event },
      ]),
    ).toThrow('fall from 5 to 5');
  });

  it('answers written after the seal do not belong to it', () => {
    const work = fold(draft('ana', 'first'), sealed(at(2)), draft('ana', 'second'));
    expect(answersAt(work, work.seal)).toEqual([
      { prompt: 'why', scope: 'member', by: 'ana', text: 'first', at: at(1) },
    ]);
    expect(answersAt(work, null).map(({ text }) => text)).toEqual(['second']);
  });

  it('each member has an own answer, a group has one, and one that was emptied is none', () => {
    const work = fold(
      draft('ana', 'A'),
      draft('ben', 'B'),
      draft('ana', 'ours', 'group'),
      draft('ben', 'ours, better', 'group'),
      draft('ana', '  '),
    );
    expect(answersAt(work, null).map(({ by, text }) => [by, text])).toEqual([
      ['ben', 'B'],
      ['ben', 'ours, better'],
    ]);
  });

  it('an extension of a person moves only their own answers', () => {
    const work = fold(
      draft('ana', 'A'),
      sealed(at(2)),
      draft('ana', 'A, later'),
      draft('ben', 'B, later'),
      draft('ana', 'ours, later', 'group'),
    );
    const found = answersAt(work, work.seal, new Map([['ana', at(9)]]));
    expect(found.map(({ text }) => text)).toEqual(['A, later']);
  });

  it('the text of a person who is not a member of the seal is not part of it', () => {
    const work = fold(draft('eve', 'mine'), sealed(at(2)));
    expect(answersAt(work, work.seal)).toEqual([]);
  });

  it('a member goes on with their own draft, a group with the last of anyone', () => {
    const work = fold(draft('ana', 'A'), draft('ben', 'B'), draft('ben', 'ours', 'group'));
    expect(draftOf(work, { id: 'why', scope: 'member' }, 'ana')?.text).toBe('A');
    expect(draftOf(work, { id: 'why', scope: 'group' }, 'ana')?.text).toBe('ours');
    expect(draftOf(work, { id: 'victim', scope: 'member' }, 'ana')).toBeNull();
  });

  it('of hand-ins from before there were teams the newest counts', () => {
    const old = { seq: 4, version: 1, by: 'ana' };
    const seal = sealOfOld(
      [
        { ...old, machineId: 'm1', recordedAt: at(5) },
        { ...old, machineId: 'm2', recordedAt: at(3) },
      ],
      ['ana'],
    );
    expect(seal).toMatchObject({ parts: [{ machineId: 'm1', seq: 4 }], members: ['ana'], asOf: at(5) });
    expect(sealOfOld([], [])).toBeNull();
  });
});
