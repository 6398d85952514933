'use client';
import { badnessTable, policyInfo } from '@overcommit/engine';
import { entryNumber, figures, ownRule } from '@overcommit/reading';
import { useState } from 'react';
import { type FateNow, fatesNow } from '@/machineView/fates.ts';
import type { People } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { cx } from '@/ui/cx.ts';
import { DataTable } from '@/ui/DataTable.tsx';
import { OwnerMark } from '@/ui/OwnerMark.tsx';
import { Mono } from '@/ui/Small.tsx';
import { useLatest } from '../useLatest.ts';
import { CandidateTable } from './CandidateTable.tsx';

/** "If the killer struck now": who would die under each kernel. Nothing is sent and nothing is written. */
export function FatesNow({ snapshot, people }: { snapshot: Snapshot; people: People }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      open={isOpen}
      onToggle={(e) => setOpen(e.currentTarget.open)}
      className="mb-2 rounded-lg border border-line px-2.5 py-1.5"
    >
      <summary className="cursor-pointer font-medium">If the killer struck now…</summary>
      {isOpen && <FatesTable snapshot={snapshot} people={people} />}
    </details>
  );
}

function FatesTable({ snapshot, people }: { snapshot: Snapshot; people: People }) {
  // This asks all kernels: on a busy machine a few times a second is enough.
  const shown = useLatest(snapshot, 400);
  const { machine } = shown;
  const { policy } = machine.spec;
  const rule = ownRule(machine.spec);
  const fates = fatesNow(machine);
  const hasTable = policyInfo(policy).choosesVictims && machine.processes.length > 0;
  return (
    <div className="grid grid-cols-1 gap-1.5 pt-1.5">
      <p className="text-xs text-soft text-pretty">
        The machine as it is at {entryNumber(machine.seq)},{' '}
        {rule === null
          ? 'judged by each kernel’s own formula; points are not comparable between kernels.'
          : `judged by its own rule “${rule}”, which goes before the formula of any kernel that chooses a victim.`}{' '}
        Only asked: nothing happens, and no entry is written.
      </p>
      {hasTable && (
        <CandidateTable
          of={`Under ${policyInfo(policy).name}, as here`}
          policy={policy}
          formula={rule ?? undefined}
          candidates={badnessTable(machine)}
          isRanked
          victimPid={fates.find(({ isOwn }) => isOwn)?.victim?.pid ?? null}
          people={people}
        />
      )}
      <DataTable
        caption="Who would die under each kernel"
        rows={fates}
        rowKey={(f) => f.id}
        rowClassName={(f) => cx(f.isOwn && 'font-semibold')}
        columns={[
          { id: 'kernel', head: 'kernel', cell: (f) => `${f.name}${f.isOwn ? ' (here)' : ''}` },
          { id: 'victim', head: 'would kill', cell: (f) => <Victim fate={f} people={people} /> },
          {
            id: 'points',
            head: 'points',
            isNumeric: true,
            // AIX chooses by age and has no points.
            cell: (f) => (f.victim && f.victim.points > 0 ? figures(f.victim.points) : ''),
          },
        ]}
      />
    </div>
  );
}

function Victim({ fate, people }: { fate: FateNow; people: People }) {
  if (!fate.victim) return <span className="text-soft">nobody</span>;
  return (
    <span className="flex flex-wrap items-center gap-x-1.5">
      <OwnerMark look={people.lookOfUid(fate.victim.uid)} size="sm" />
      <Mono className="break-words">{fate.victim.name}</Mono>
      {fate.insteadOf && <span className="font-normal text-soft">child of {fate.insteadOf}</span>}
    </span>
  );
}
