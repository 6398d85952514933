'use client';
import type { DeskOpened } from '@overcommit/protocol/api';
import { useDeferredValue, useMemo, useState } from 'react';
import { KeysDialog } from '@/ui/KeysDialog.tsx';
import { ErrorState, Skeleton } from '@/ui/States.tsx';
import { dateWords } from '../home/dates.ts';
import { Loaded } from '../home/Loaded.tsx';
import { DeskFooter } from './DeskFooter.tsx';
import type { DeskData } from './data/useDeskData.ts';
import { GradeForm } from './GradeForm.tsx';
import { Queue } from './Queue.tsx';
import { Rubric } from './Rubric.tsx';
import { Answers } from './replay/Answers.tsx';
import { DeskReplay } from './replay/DeskReplay.tsx';
import { type Place, useDeskReplay } from './replay/useDeskReplay.ts';
import { type Desk, type Me, useDesk } from './useDesk.ts';
import { useDeskKeys } from './useDeskKeys.ts';
import { useRested } from './useRested.ts';

const KEYS: [string[], string][] = [
  [['j', 'k'], 'Next row, previous row'],
  [['n'], 'Next row without points'],
  [['s'], 'Skip this row; it comes back at the end'],
  [['shift j', 'shift k'], 'Next item, previous item of this group'],
  [['0', '9'], 'Points, or the named level with this number'],
  [['c'], 'Note'],
  [['esc'], 'Leave the field; what is typed stays'],
  [['ctrl ↵'], 'Save, and to the next row without points'],
  [['ctrl shift ↵'], 'Save, and to the next item of this group'],
  [['u'], 'Undo the last save'],
  [['g'], 'Flag for a second look, or take the flag away'],
  [[',', '.'], 'Replay: one entry back, one on'],
  [['?'], 'These keys'],
];

/** Queue, work and rubric side by side, driven by the keyboard. */
export function DeskBody({ opened, data, me }: { opened: DeskOpened; data: DeskData; me: Me }) {
  const desk = useDesk({ opened, data, me });
  const [isHelp, setHelp] = useState(false);
  const place = usePlace(desk);
  useDeskKeys({
    desk,
    onHelp: () => setHelp(true),
    onEntry: (by) => place?.goTo(place.seq + by),
  });
  return (
    <>
      <div className="grid min-h-0 grid-cols-1 items-stretch lg:grid-cols-[15rem_minmax(0,1fr)_25rem] lg:grid-rows-[minmax(0,1fr)]">
        <QueueOf desk={desk} />
        <Work desk={desk} place={place} />
        <RubricOf desk={desk} />
      </div>
      <DeskFooter desk={desk} onHelp={() => setHelp(true)} />
      <KeysDialog keys={KEYS} open={isHelp} onOpenChange={setHelp} />
    </>
  );
}

/** The replay follows once the keys rest: the queue and the rubric never wait for it. */
function usePlace({ opened, sheet, next, rowId, item }: Desk): Place | null {
  const now = useMemo(() => ({ sheet, next, rowId, itemId: item.id }), [sheet, next, rowId, item.id]);
  const later = useDeferredValue(useRested(now));
  const verdict =
    later.sheet?.verdicts.find(({ rowId, itemId }) => rowId === later.rowId && itemId === later.itemId) ?? null;
  return useDeskReplay({ assignmentId: opened.assignmentId, sheet: later.sheet, next: later.next, verdict });
}

function QueueOf({ desk }: { desk: Desk }) {
  const { list, live, item, rows, all, queue, rowId, filter, setFilter, act, me } = desk;
  const others = useMemo(
    () =>
      new Map(
        live.people.flatMap((one) =>
          one.rowId !== null && one.itemId === item.id && one.name !== me.name ? [[one.rowId, one.name]] : [],
        ),
      ),
    [live.people, item.id, me.name],
  );
  return (
    <Loaded query={list} className="p-3" placeholder={<Skeleton className="m-3 h-64" label="Loading the queue" />}>
      {() => (
        <Queue
          {...{ item, rows, all, queue, others, filter }}
          current={rowId}
          onFilter={setFilter}
          onSelect={act.goRow}
        />
      )}
    </Loaded>
  );
}

/** What is graded: the answers and the machine. */
function Work({ desk, place }: { desk: Desk; place: Place | null }) {
  const { sheet, sheetError, item, at } = desk;
  const shown = useDeferredValue(sheet);
  const goTo = (seq: number) => place?.goTo(seq);
  const answers = shown && <Answers sheet={shown} rowId={at.rowId} onGoTo={goTo} />;
  return (
    <div
      className="grid min-w-0 grid-cols-1 content-start gap-3 overflow-y-auto p-3.5"
      data-work={shown?.team.rowId ?? ''}
    >
      <h2 className="sr-only">Work</h2>
      <Heading desk={desk} />
      {sheetError && !sheet && <ErrorState title="This work could not be loaded." why={sheetError.message} />}
      {!shown && !sheetError && <Skeleton className="h-96 rounded-lg" label="Loading the work" />}
      {item.kind === 'manual' && answers}
      {place && <DeskReplay place={place} />}
      {item.kind === 'automatic' && answers}
    </div>
  );
}

function Heading({ desk }: { desk: Desk }) {
  const { sheet, rowId, all, live, me } = desk;
  const row = [...(sheet ? [sheet.team, ...sheet.members] : []), ...all].find((one) => one.rowId === rowId);
  if (!row) return null;
  const here = live.people.filter((one) => one.rowId === rowId && one.name !== me.name).map(({ name }) => name);
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1 text-soft">
      <b className="font-semibold text-ink break-words">{row.name ?? row.pseudonym}</b>
      {sheet && <span>{sealWords(sheet.seal)}</span>}
      {here.length > 0 && <span className="text-warn">{[...new Set(here)].join(', ')} is here too</span>}
    </p>
  );
}

function sealWords(seal: NonNullable<Desk['sheet']>['seal']): string {
  if (!seal) return 'nothing handed in: a preview of the work as it stands';
  const at = dateWords(seal.at, new Date());
  return seal.reason === 'due' ? `sealed at the due date, ${at}` : `handed in ${at}`;
}

function RubricOf({ desk }: { desk: Desk }) {
  const { opened, items, sheet, cell, at, queue, item, shown, draft, lane, problem, act } = desk;
  const names = useMemo(() => new Map(desk.all.map((row) => [row.rowId, row.name ?? row.pseudonym])), [desk.all]);
  return (
    <Rubric {...{ items, sheet, cell, queue }} caps={opened.caps} current={at} onSelect={act.go}>
      {shown && draft && (
        <GradeForm
          {...{ item, shown, draft, lane, problem }}
          assignmentId={opened.assignmentId}
          nameOf={(rowId) => names.get(rowId) ?? 'another row'}
          onDraft={act.type}
          onSave={act.save}
          onClear={act.clear}
          onChoose={act.choose}
          onRow={act.goRow}
        />
      )}
    </Rubric>
  );
}
