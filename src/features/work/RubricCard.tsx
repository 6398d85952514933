import { formatPoints, rubricOutOf } from '@overcommit/coursework';
import type { AssignmentDetail } from '@overcommit/protocol/api';
import Link from 'next/link';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { LINK } from '@/ui/Small.tsx';

/** The items of the rubric. */
export function RubricCard({ assignment, isStaff }: { assignment: AssignmentDetail; isStaff: boolean }) {
  const { rubric, caps } = assignment;
  const outOf = rubricOutOf({ items: rubric, caps });
  return (
    <Card as="section" className="grid gap-3 p-4" aria-label="Rubric">
      <div className="flex items-baseline justify-between gap-3">
        <SectionTitle>Rubric</SectionTitle>
        {assignment.myRole === 'instructor' && (
          <Link href={`/assignments/${assignment.id}/rubric`} className={`mr-auto text-xs ${LINK}`}>
            Edit and try
          </Link>
        )}
        <b className="leading-none tabular-nums">
          <span className="font-normal text-soft">{formatPoints(outOf)} points</span>
        </b>
      </div>
      <ul className="grid gap-2.5">
        {rubric.map((item) => {
          return (
            <li key={item.id} className="grid grid-cols-[1fr_auto] gap-x-3">
              <span className="break-words">{item.title}</span>
              <span className="text-right tabular-nums">
                {formatPoints(item.isPenalty ? -item.outOf : item.outOf)}
                {item.isBonus && ' bonus'}
                {item.isPenalty && ' penalty'}
              </span>
              <span className="text-xs text-soft">
                {item.kind === 'automatic' ? 'decided by the log' : 'read by a person'}, for{' '}
                {item.scope === 'group' ? 'the group' : 'each member'}
              </span>
            </li>
          );
        })}
      </ul>
      {caps.map(({ title, most, itemIds }) => (
        <p key={title} className="text-xs text-soft text-pretty">
          {title}: at most {formatPoints(most)} points together for{' '}
          {rubric.flatMap(({ id, title: name }) => (itemIds.includes(id) ? [`“${name}”`] : [])).join(', ')}.
        </p>
      ))}
      {!isStaff && <p className="text-xs text-soft">You see your points here when the grades are released.</p>}
    </Card>
  );
}
