import type { ProcessFate } from '@overcommit/engine';
import type { FateRow } from '@overcommit/reading';
import { entryNumber } from '@overcommit/reading';
import type { People } from '@/machineView/people.ts';
import { cx } from '@/ui/cx.ts';
import { type Column, DataTable } from '@/ui/DataTable.tsx';
import { Mono } from '@/ui/Small.tsx';
import { Ranking, Who } from './Ranking.tsx';
import { differs, type RuleKill, type Trial } from './ruleTrial.ts';

type Done = Extract<Trial, { ok: true }>;

const names = (list: string[]): string => (list.length === 0 ? 'nobody' : list.join(', then '));

/** Both choices in one sentence. */
export function outcomeWords(
  kernel: string,
  { kernelKills, ruleKills }: Pick<Done, 'kernelKills' | 'ruleKills'>,
): string {
  const own = ruleKills.map(({ fact }) => fact.victim.process);
  if (own.length === 0 && kernelKills.length === 0)
    return 'Memory never ran out in this log: no process had to be chosen.';
  if (String(own) === String(kernelKills)) return `${kernel} and your rule agree: ${names(own)}.`;
  return `${kernel} killed ${names(kernelKills)}. Your rule throws out ${names(own)}.`;
}

/** What a rule does to a log: the choice in words, the ranking at the first kill, the fates side by side. */
export function RuleOutcome({ trial, kernel, people }: { trial: Done; kernel: string; people: People }) {
  const [first] = trial.ruleKills;
  return (
    <div className="grid grid-cols-1 gap-4">
      <p role="status" className="text-lg leading-snug font-medium text-pretty">
        {outcomeWords(kernel, trial)}
      </p>
      {first && <AtTheKill kill={first} people={people} />}
      {trial.rows.length > 0 && <Fates rows={trial.rows} kernel={kernel} people={people} />}
    </div>
  );
}

function AtTheKill({ kill, people }: { kill: RuleKill; people: People }) {
  const { fact } = kill;
  const rows = [...fact.candidates].sort(
    (a, b) => Number(a.exempt !== undefined) - Number(b.exempt !== undefined) || b.points - a.points,
  );
  return (
    <div className="grid grid-cols-1 gap-1">
      <p className="text-sm text-soft text-pretty">
        At {entryNumber(kill.seq)}: {people.name(kill.actor)} sent <Mono>{kill.line}</Mono>, and no page was left.
      </p>
      <Ranking caption="Your rule’s points at that moment" rows={rows} people={people} victimPid={fact.victim.pid} />
    </div>
  );
}

const MOST_ROWS = 12;
/** Processes with another fate sort first, then those that did not survive. */
const told = (row: FateRow): number =>
  differs(row) ? 2 : row.cells.some((cell) => cell !== undefined && cell.kind !== 'lived') ? 1 : 0;

function Fates({ rows, kernel, people }: { rows: FateRow[]; kernel: string; people: People }) {
  const columns: Column<FateRow>[] = [
    { id: 'who', head: 'process', cell: (row) => <Who name={row.process} uid={row.owner.uid} people={people} /> },
    { id: 'kernel', head: kernel, cell: ({ cells }) => <FateCell fate={cells[0]} /> },
    { id: 'rule', head: 'your rule', cell: ({ cells }) => <FateCell fate={cells[1]} /> },
    { id: 'differs', head: <span className="sr-only">difference</span>, cell: (row) => differs(row) && '≠ differs' },
  ];
  return (
    <DataTable
      caption="Fates: the same commands, two ways to choose"
      isCaptionShown
      columns={columns}
      rows={[...rows].sort((a, b) => told(b) - told(a))}
      rowKey={(row) => row.key}
      mostRows={MOST_ROWS}
      rowClassName={(row) => cx(differs(row) && 'bg-sunk')}
    />
  );
}

/** A fate in a few words; red only for a kill. */
function FateCell({ fate = { kind: 'unborn' } }: { fate: ProcessFate | undefined }) {
  const isKill = fate.kind === 'killed' && fate.how === 'oom-kill';
  if (isKill) return <span className="font-medium text-kill">✖ killed at {entryNumber(fate.seq)}</span>;
  if (fate.kind === 'refused') return <span className="text-warn">▲ refused at {entryNumber(fate.seq)}</span>;
  if (fate.kind === 'failed') return <span className="text-soft">failed at {entryNumber(fate.seq)}</span>;
  if (fate.kind === 'unborn' || fate.kind === 'skipped') return <span className="text-soft">never begun</span>;
  if (fate.kind === 'hung') return <span className="text-warn">hung at {entryNumber(fate.seq)}</span>;
  return <span className="text-soft">{fate.kind === 'lived' ? 'lived' : `ended at ${entryNumber(fate.seq)}`}</span>;
}
