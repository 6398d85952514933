'use client';
import { type LaneReport, policyInfo } from '@overcommit/engine';
import { count, killCount, outcomeHeadline } from '@overcommit/reading';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '@/ui/Button.tsx';
import { Menu } from '@/ui/Menu.tsx';
import { TableSwitch } from '../../machineParts/PictureControls.tsx';
import { namesOf } from '../compare/names.ts';
import type { ReplayPage } from '../useReplayPage.ts';
import { type BoardLane, RiverBoard } from './RiverBoard.tsx';
import { RiverTable } from './RiverTable.tsx';

/** Of one lane, in CSS pixels: fewer lanes are higher. */
const HEIGHTS = [0, 190, 190, 124, 96];

/** The difference in one large sentence, and all lanes below each other on one scale. */
export function Rivers({ page, report, sentence }: { page: ReplayPage; report: LaneReport | null; sentence: string }) {
  const { rivers, comparison, replay, log, markers, people, ownGoTo, info } = page;
  const [isTable, setTable] = useState(false);
  const [first] = comparison.lanes;
  const others = comparison.lanes.flatMap(({ id, variation, river }, i): BoardLane[] => {
    if (!river) return [];
    const action = i > 0 && (
      <IconButton size="sm" label={`Take away ${variation.name}`} onClick={() => comparison.remove(id)}>
        <X aria-hidden />
      </IconButton>
    );
    return [{ id, title: variation.name, note: noteOf(variation.report), river, action: action || undefined }];
  });
  const lanes: BoardLane[] = [
    {
      id: 'main',
      title: 'As it happened',
      note: report ? noteOf({ ...report, title: titleOf(page) }) : titleOf(page),
      river: rivers.river,
    },
    ...others,
  ];
  const height = HEIGHTS[Math.min(lanes.length, HEIGHTS.length - 1)] ?? 96;
  return (
    <section aria-label="Timelines" className="grid min-w-0 gap-2">
      {report && first && (
        <p className="text-xl font-semibold tracking-tight text-balance break-words">
          {outcomeHeadline({ main: report, lane: first.variation.report, names: namesOf(people) })}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 text-soft">
          The same {count(log.history.shell.length, 'command')}, one scale. Drag anywhere.
          {comparison.skipped.size > 0 &&
            ` ${count(comparison.skipped.size, 'command')} could no longer happen (hollow).`}
        </p>
        <AddLane page={page} />
        <TableSwitch label="Memory over entries as a table" isTable={isTable} onTable={setTable} />
      </div>
      {isTable ? (
        <RiverTable lanes={lanes} axis={rivers.axis} shell={log.history.shell} className="max-h-96" />
      ) : (
        <RiverBoard
          key={info.id}
          {...{ lanes, markers, people, sentence }}
          axis={rivers.axis}
          seq={replay.seq}
          parting={first?.variation.report.divergence ?? null}
          commands={log.history.shell}
          skipped={comparison.skipped}
          laneHeight={height}
          onGoTo={ownGoTo}
        />
      )}
    </section>
  );
}

const titleOf = ({ info }: ReplayPage): string => policyInfo(info.spec.policy).name;

function noteOf(report: LaneReport): string {
  const kills = killCount(report);
  const ends =
    kills > 0
      ? `✖ ${count(kills, 'kill')}`
      : report.refusals.length > 0
        ? `▲ ${count(report.refusals.length, 'refusal')}`
        : 'nobody killed';
  return `${report.title} · ${ends}`;
}

function AddLane({ page: { comparison, variations } }: { page: ReplayPage }) {
  const open = new Set(comparison.lanes.map(({ id }) => id));
  const rest = variations.all.filter(({ id }) => !open.has(id));
  if (!comparison.hasRoom || rest.length === 0) return null;
  return (
    <Menu
      align="end"
      trigger={
        <Button>
          <Plus aria-hidden />
          Add a lane
        </Button>
      }
      items={rest.map(({ id, name }) => ({ label: name, onSelect: () => comparison.add(id) }))}
    />
  );
}
