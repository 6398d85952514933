import { count } from '@overcommit/reading';
import type { People } from '@/machineView/people.ts';
import { Badge } from '@/ui/Badge.tsx';
import { Button } from '@/ui/Button.tsx';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { distanceWords } from './followState.ts';
import type { Follow } from './useFollow.ts';

/** Who leads this replay, and how far away; how many entries are newer than this log. Empty when there is neither. */
export function FollowBar({
  follow,
  people,
  seq,
  onReload,
}: {
  follow: Follow;
  people: People;
  seq: number;
  onReload: () => void;
}) {
  const { mode, leader, newer, refusal } = follow;
  if (!leader && newer === 0 && !refusal) return null;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-1.5">
      {newer > 0 && (
        <Button size="sm" onClick={onReload} title="Read the log again, to its end">
          {count(newer, 'newer entry', 'newer entries')}
        </Button>
      )}
      {refusal && (
        <span role="alert" className="text-warn">
          {refusal}
        </span>
      )}
      {mode === 'leading' && (
        <>
          <Badge>you lead</Badge>
          <Button size="sm" onClick={() => follow.lead(false)}>
            Stop leading
          </Button>
        </>
      )}
      {mode !== 'leading' && leader && (
        <>
          <OwnerMark look={people.look(leader.actorId)} />
          <span className="min-w-0 break-words">
            {people.name(leader.actorId)} leads
            <span className="text-soft">
              {' '}
              · {mode === 'following' ? 'you follow' : (distanceWords(seq, leader) ?? 'here')}
            </span>
          </span>
          <Button size="sm" aria-pressed={mode === 'following'} onClick={follow.toggle} title="f">
            {mode === 'following' ? 'Go private' : 'Follow'}
          </Button>
        </>
      )}
    </div>
  );
}
