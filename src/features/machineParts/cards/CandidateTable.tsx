import type { Candidate, PolicyId } from '@overcommit/engine';
import { type BadnessRow, badnessTableOf, figures } from '@overcommit/reading';
import type { People } from '@/machineView/people.ts';
import { cx } from '@/ui/cx.ts';
import { type Column, DataTable } from '@/ui/DataTable.tsx';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { Mono } from '@/ui/Small.tsx';
import { Glossed } from '../../glossary/Glossed.tsx';

const SHOWN = 8;

/** Who can be chosen, with every step of the rule in force. @param formula the machine's own rule. @param of "Who could have died" */
export function CandidateTable({
  of,
  policy,
  formula,
  candidates,
  isRanked,
  victimPid,
  people,
}: {
  of: string;
  policy: PolicyId;
  formula?: string | undefined;
  candidates: readonly Candidate[];
  isRanked?: boolean;
  victimPid: number | null;
  people: People;
}) {
  const { caption, columns, rows } = badnessTableOf({ policy, formula, candidates, isRanked });
  const hasScores = formula === undefined && candidates.some(({ oomScore }) => oomScore !== null);
  return (
    <DataTable
      caption={`${of}; ${caption}`}
      isCaptionShown
      columns={[
        whoColumn(people),
        ...columns.map(({ id, head, title }, i) => stepColumn({ id, head: <Head head={head} title={title} />, i })),
        POINTS,
        ...(hasScores ? [SCORE] : []),
      ]}
      rows={rows}
      rowKey={({ candidate }) => candidate.pid}
      mostRows={SHOWN}
      rowClassName={({ candidate }) => cx(candidate.pid === victimPid && 'font-semibold text-kill')}
    />
  );
}

const whoColumn = (people: People): Column<BadnessRow> => ({
  id: 'who',
  head: 'candidate',
  cell: ({ candidate: c }) => (
    <span className="flex items-center gap-1.5">
      <OwnerMark look={people.lookOfUid(c.uid)} size="sm" />
      <Mono>{c.process}</Mono>
    </span>
  ),
});

/** One step of the formula. */
const stepColumn = ({ id, head, i }: { id: string; head: React.ReactNode; i: number }): Column<BadnessRow> => ({
  id,
  head,
  isNumeric: true,
  className: 'font-mono text-2xs whitespace-nowrap',
  cell: ({ cells }) => cells[i],
});

const POINTS: Column<BadnessRow> = {
  id: 'points',
  head: (
    <span className="whitespace-nowrap">
      = <Glossed term="points" />
    </span>
  ),
  isNumeric: true,
  className: 'font-mono text-2xs',
  cell: ({ candidate: c }) =>
    c.exempt === undefined ? figures(c.points) : <span className="font-sans text-soft">{c.exempt}</span>,
};

const SCORE: Column<BadnessRow> = {
  id: 'score',
  head: <Head head="score" title="oom_score, as /proc shows it" />,
  isNumeric: true,
  className: 'font-mono text-2xs text-soft',
  cell: ({ candidate }) => candidate.oomScore ?? '–',
};

/** The short name of a column; a tooltip says what it stands for. */
function Head({ head, title }: { head: string; title: string }) {
  const words = head.replaceAll('_', '_\u200b');
  return head === title ? words : <abbr title={title}>{words}</abbr>;
}
