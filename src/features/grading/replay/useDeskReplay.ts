'use client';
import type { DeskPart, DeskSheet, DeskVerdict } from '@overcommit/protocol/api';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { createReplayPool, type DeskLog, type OpenReplay, type ReplayState } from './replayPool.ts';

/** Where the middle of the desk stands: a machine of the row's work, at an entry. */
export type Place = {
  state: ReplayState;
  part: DeskPart;
  parts: number;
  seq: number;
  /** Entries of this machine that decided the selected item. */
  evidence: number[];
  goTo: (seq: number) => void;
  showPart: (part: number) => void;
};

type Shown = { assignmentId: string; sheet: DeskSheet | null; next: DeskSheet | null; verdict: DeskVerdict | null };

const NO_PARTS: DeskPart[] = [];
const IDLE: OpenReplay['store'] = {
  get: () => IDLE_STATE,
  change: () => {},
  subscribe: () => () => {},
};
const IDLE_STATE: { state: ReplayState } = { state: { phase: 'loading', done: 0 } };

/** The replay of a sheet, at the evidence of a verdict. `next`: the sheet that a key leads to; its log is read ahead. */
export function useDeskReplay({ assignmentId, sheet, next, verdict }: Shown): Place | null {
  const [pool] = useState(createReplayPool);
  const [chosen, setChosen] = useState<{ key: string; part: number; seq: number } | null>(null);
  const first = verdict?.evidence[0];
  // What the grader chose counts until another item or row is selected.
  const key = `${sheet?.team.rowId} ${verdict?.rowId} ${verdict?.itemId}`;
  const own = chosen?.key === key ? chosen : null;
  const parts = sheet?.parts ?? NO_PARTS;
  const part = parts[own?.part ?? first?.part ?? parts.length - 1] ?? null;
  const evidence = useMemo(
    () => (verdict?.evidence ?? []).filter((one) => one.part === part?.part).map(({ seq }) => seq),
    [verdict, part],
  );
  const seq = own?.seq ?? evidence[0] ?? part?.lastSeq ?? 0;
  const log = useLogOf(assignmentId, sheet, part);
  const nextPart = next?.parts.at(-1) ?? null;
  const nextLog = useLogOf(assignmentId, next, nextPart);
  const [replay, setReplay] = useState<{ url: string; open: OpenReplay } | null>(null);
  const { state } = useSyncExternalStore(...storeOf(replay?.url === log?.url ? replay?.open : undefined));
  // Workers are resources outside React: they begin after the row is on screen, never before it.
  useEffect(() => {
    if (log) setReplay({ url: log.url, open: pool.open(log) });
  }, [log, pool]);
  useEffect(() => replay?.open.goTo(seq), [replay, seq]);
  const isReady = state.phase === 'ready';
  useEffect(() => {
    if (isReady && nextLog && nextLog.url !== log?.url) {
      pool.open(nextLog);
      if (log) pool.open(log);
    }
  }, [isReady, nextLog, log, pool]);
  useEffect(() => pool.close, [pool]);
  // The same object until something of it changes: a key elsewhere on the desk must not draw the machine again.
  return useMemo(() => {
    if (!part) return null;
    const goTo = (target: number) =>
      setChosen({ key, part: part.part, seq: Math.max(0, Math.min(part.lastSeq, Math.trunc(target))) });
    const showPart = (other: number) => setChosen({ key, part: other, seq: parts[other]?.lastSeq ?? 0 });
    return { state, part, parts: parts.length, seq, evidence, goTo, showPart };
  }, [state, part, parts, seq, evidence, key]);
}

function storeOf(open: OpenReplay | undefined) {
  const { subscribe, get } = open?.store ?? IDLE;
  return [subscribe, get, get] as const;
}

function useLogOf(assignmentId: string, sheet: DeskSheet | null, part: DeskPart | null): DeskLog | null {
  const rowId = sheet?.team.rowId;
  return useMemo(() => {
    if (rowId === undefined || !part || part.lastSeq === 0) return null;
    const path = [assignmentId, 'grading', rowId, String(part.part)].map(encodeURIComponent).join('/');
    return { url: `/api/assignments/${path}/log.ndjson`, spec: part.spec, total: part.lastSeq };
  }, [assignmentId, rowId, part]);
}
