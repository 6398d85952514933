import { createHash } from 'node:crypto';
import { JUDGING_VERSION, type Part, type RubricItem } from '@overcommit/coursework';
import { ENGINE_VERSION } from '@overcommit/engine';
import { READING_VERSION } from '@overcommit/reading';
import type { GradedTeam } from '../types.ts';

const VERSIONS = [ENGINE_VERSION, READING_VERSION, JUDGING_VERSION];

/** All that the verdicts of a team's work depend on but the item. */
export function workDigest({ parts, members, answers, lateMinutes }: GradedTeam): string {
  const people = members.map(({ userId, actorIds }) => [
    userId,
    parts.map(({ machineId }) => actorIds[machineId] ?? ''),
  ]);
  const texts = answers.map(({ prompt, scope, by, text }) => [prompt, scope, by, text]);
  return sha256([VERSIONS, parts.map(({ machineId, seq }) => [machineId, seq]), people, texts, lateMinutes]);
}

/** The key of one item's verdicts. What an item is called changes none of them. */
export function itemKey(work: string, item: RubricItem): string {
  return sha256([work, { ...item, title: '' }]);
}

/** The key of what a rubric may ask of a machine's log up to an entry. */
export function projectionKey({ machineId, seq }: Part): string {
  return sha256([VERSIONS, machineId, seq, 'projections']);
}

/** The key of the members' figures. */
export const creditKey = (work: string): string => sha256([work, 'credit']);

function sha256(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
