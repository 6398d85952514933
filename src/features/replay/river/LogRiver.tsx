'use client';
import type { CommitView } from '@overcommit/engine';
import type { History } from '@overcommit/reading';
import { useState } from 'react';
import type { People } from '@/machineView/people.ts';
import { TableSwitch } from '../../machineParts/PictureControls.tsx';
import type { Marker } from '../timeline/transport.ts';
import { RiverBoard } from './RiverBoard.tsx';
import { RiverTable } from './RiverTable.tsx';
import { useMainRiver } from './useRivers.ts';

type Props = {
  log: { history: History; last: number };
  /** Null before the first moment is there. */
  commit: CommitView | null;
  markers: Marker[];
  people: People;
  seq: number;
  sentence: string;
  onGoTo: (seq: number) => void;
  /** Of the river, in CSS pixels. */
  height?: number;
};

/** One log from its beginning to its end, or its figures as a table. */
export function LogRiver({ log, commit, markers, people, seq, sentence, onGoTo, height = 84 }: Props) {
  const { axis, river } = useMainRiver({ log, markers, commit, people });
  const [isTable, setTable] = useState(false);
  const lanes = [{ id: 'main', title: 'As recorded', river }];
  return (
    <div className="relative mt-1 mb-1.5">
      {isTable && <RiverTable lanes={lanes} axis={axis} shell={log.history.shell} className="mb-1.5 max-h-40" />}
      <RiverBoard
        {...{ lanes, axis, seq, markers, people, sentence, onGoTo }}
        commands={log.history.shell}
        laneHeight={height}
      />
      <div className="absolute top-0 right-0 max-sm:hidden">
        <TableSwitch label="Memory over entries as a table" isTable={isTable} onTable={setTable} />
      </div>
    </div>
  );
}
