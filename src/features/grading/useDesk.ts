'use client';
import type { DeskOpened } from '@overcommit/protocol/api';
import { useState } from 'react';
import type { DeskData } from './data/useDeskData.ts';
import { useDeskLive } from './data/useDeskLive.ts';
import { deskActions } from './deskActions.ts';
import { fieldsOf, shownCell } from './deskModel.ts';
import { cellKey, draftOf, laneOf } from './saving/saveQueue.ts';
import { cellAfter, useSaver } from './saving/useSaver.ts';
import { useSelection } from './useSelection.ts';

export type Me = { id: string; name: string };

/** Everything that the desk shows and does. No key waits for the network. */
export function useDesk({ opened, data, me }: { opened: DeskOpened; data: DeskData; me: Me }) {
  const { assignmentId } = opened;
  const saving = useSaver(
    { assignmentId, graderId: me.id },
    {
      onStored(kept) {
        const cell = data.findCell(kept.save);
        if (cell) data.putCell(0, cellAfter(cell, kept, me.name));
      },
      onTheirs: (cell) => data.putCell(0, cell),
    },
  );
  const { saver, queue } = saving;
  const [skipped] = useState(() => new Set<string>());
  const selection = useSelection({ opened, data, queue, skipped });
  const { at, rowId, item, cell } = selection;
  const live = useDeskLive(assignmentId, data, { rowId, itemId: item.id });
  const [told, setTold] = useState<{ status: string; problem: string | null; key: string }>(NOTHING_TOLD);
  const shown = cell && shownCell(queue, cell);
  const draft = shown && (draftOf(queue, at) ?? fieldsOf(shown));
  const key = cellKey(at);
  const act = deskActions({
    ...{ ...selection, items: opened.items, queue, skipped, shown, draft, saver, data },
    tell: (status, problem = null) => setTold({ status, problem, key }),
  });
  return {
    ...{ ...selection, opened, items: opened.items, me, shown, draft, queue, saving, live, act },
    status: told.status,
    problem: told.key === key ? told.problem : null,
    lane: laneOf(queue, at),
  };
}
export type Desk = ReturnType<typeof useDesk>;

const NOTHING_TOLD = { status: '', problem: null, key: '' };
