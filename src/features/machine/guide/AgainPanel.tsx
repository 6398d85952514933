'use client';
import type { AgainShape } from '@overcommit/protocol/api';
import { Play, Square } from 'lucide-react';
import { diedWords } from '@/machineView/guide.ts';
import type { People } from '@/machineView/people.ts';
import { Button } from '@/ui/Button.tsx';
import { cx } from '@/ui/cx.ts';
import { ScrollRegion } from '@/ui/Small.tsx';
import type { Resending } from './useResend.ts';

/** The group's lines on the machine before and on this one, side by side, and who died on each. */
export function AgainPanel({
  again,
  people,
  resending,
}: {
  again: AgainShape;
  people: People;
  resending: Resending | null;
}) {
  const { was, now, rows, waitsFor } = again;
  const sent = rows.filter((row) => row.now !== null).length;
  const first = rows.find(({ differs }) => differs);
  return (
    <section aria-label="Sent again" className="grid grid-cols-1 gap-2 rounded-lg border border-line bg-panel p-3">
      <p className="text-base font-semibold text-pretty" role="status">
        {was.name}: {diedWords(was.killed)}. {now.name}:{' '}
        {sent < rows.length && now.killed.length === 0
          ? `nobody so far, ${sent} of ${rows.length} lines`
          : diedWords(now.killed)}
        .
      </p>
      {first && (
        <p className="text-sm text-pretty text-soft">
          The first answer that differs: <span className="font-mono text-ink">{first.line}</span>
        </p>
      )}
      <Table rows={rows} first={first} people={people} />
      {resending && sent < rows.length && waitsFor === null && (
        <Button
          variant={resending.isRunning ? 'plain' : 'primary'}
          className="justify-self-start"
          onClick={resending.isRunning ? resending.stop : resending.run}
        >
          {resending.isRunning ? <Square aria-hidden /> : <Play aria-hidden />}
          {resending.isRunning ? 'Stop' : first ? 'Send the rest' : 'Send the lines again'}
        </Button>
      )}
      {waitsFor !== null && <p className="text-sm">The next lines wait for the question below.</p>}
      {resending?.why && (
        <p role="alert" className="text-xs text-warn">
          {resending.why}
        </p>
      )}
    </section>
  );
}

type Rows = AgainShape['rows'];

function Table({ rows, first, people }: { rows: Rows; first: Rows[number] | undefined; people: People }) {
  return (
    <ScrollRegion
      label="Both machines, line by line"
      className="max-h-52 overflow-y-auto rounded-md border border-line"
    >
      <table className="w-full border-collapse text-xs">
        <thead className="sticky top-0 bg-panel text-left text-soft">
          <tr>
            <th scope="col" className="px-2 py-1 font-normal">
              line
            </th>
            <th scope="col" className="px-2 py-1 font-normal">
              before
            </th>
            <th scope="col" className="px-2 py-1 font-normal">
              now
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.seq} className={cx(row.differs && 'bg-warn-bg text-warn', row === first && 'font-semibold')}>
              <th scope="row" className="px-2 py-0.5 text-left font-normal wrap-anywhere">
                <span className="text-soft">{people.name(row.actor)} </span>
                <span className="font-mono">{row.line}</span>
              </th>
              <td className="px-2 py-0.5">{answerWords(row.was)}</td>
              <td className="px-2 py-0.5">{row.now ? answerWords(row.now) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

const answerWords = ({ answer, died }: { answer: string; died: string[] }): string =>
  died.length === 0 ? answer : `${answer}, ${died.join(' and ')} died`;
