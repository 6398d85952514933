import { formatPoints } from '@overcommit/coursework';
import type { AssignmentDetail } from '@overcommit/protocol/api';
import { Card, SectionTitle } from '@/ui/Card.tsx';

/** The items of the rubric; after the release with the reader's points. */
export function RubricCard({ assignment, isStaff }: { assignment: AssignmentDetail; isStaff: boolean }) {
  const { rubric, myGrade } = assignment;
  const outOf = rubric.reduce((sum, item) => sum + (item.isBonus ? 0 : item.outOf), 0);
  const mine = new Map((myGrade?.items ?? []).map((item) => [item.itemId, item]));
  return (
    <Card as="section" className="grid gap-3 p-4" aria-label="Rubric">
      <div className="flex items-baseline justify-between gap-3">
        <SectionTitle>{myGrade ? 'My grade' : 'Rubric'}</SectionTitle>
        <b className="leading-none tabular-nums">
          {myGrade && `${formatPoints(myGrade.points)} `}
          <span className="font-normal text-soft">
            {myGrade ? 'of' : ''} {formatPoints(outOf)} {myGrade ? '' : 'points'}
          </span>
        </b>
      </div>
      <ul className="grid gap-2.5">
        {rubric.map((item) => {
          const grade = mine.get(item.id);
          return (
            <li key={item.id} className="grid grid-cols-[1fr_auto] gap-x-3">
              <span className="break-words">{item.title}</span>
              <span className="text-right tabular-nums">
                {grade?.points != null && `${formatPoints(grade.points)} / `}
                {formatPoints(item.outOf)}
                {item.isBonus && ' bonus'}
              </span>
              <span className="text-xs text-soft">
                {item.kind === 'automatic' ? 'decided by the log' : 'read by a person'}, for{' '}
                {item.scope === 'group' ? 'the group' : 'each member'}
              </span>
              {grade?.note && (
                <span className="col-span-2 mt-1 rounded-md bg-sunk px-2.5 py-1.5 text-sm break-words">
                  {grade.note}
                </span>
              )}
            </li>
          );
        })}
      </ul>
      {!isStaff && !myGrade && (
        <p className="text-xs text-soft">You see your points here when the grades are released.</p>
      )}
    </Card>
  );
}
