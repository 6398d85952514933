import type { RubricItem } from '@overcommit/coursework';
import type { RubricItemShape } from '@overcommit/protocol/api';

export function itemShape(item: RubricItem): RubricItemShape {
  const { id, title, kind, scope, outOf, isBonus = false, isPenalty = false } = item;
  const predicate = item.kind === 'automatic' ? item.earned : null;
  const guidance = item.kind === 'manual' ? (item.guidance ?? null) : null;
  return { id, title, kind, scope, outOf, isBonus, isPenalty, predicate, guidance };
}
