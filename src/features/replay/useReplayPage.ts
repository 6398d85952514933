'use client';
import { parseAsString, useQueryState } from 'nuqs';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { MachineInfo } from '@/machineView/machineInfo.ts';
import { indexPeople, type People } from '@/machineView/people.ts';
import { useGuide } from '../machineParts/useGuide.ts';
import { useComments } from './comments/useComments.ts';
import { useFollow } from './follow/useFollow.ts';
import { useKnownLeader } from './follow/useKnownLeader.ts';
import type { OpenDialog } from './ReplayDialogs.tsx';
import { useComparison } from './river/useComparison.ts';
import { useMainRiver } from './river/useRivers.ts';
import { mergeMarkers, type OtherAction } from './timeline/transport.ts';
import { useConceal } from './useConceal.ts';
import type { ReadLog, useLog } from './useLog.ts';
import { useReplay } from './useReplay.ts';
import { useOpenLane } from './variations/useOpenLane.ts';
import { usePrepared } from './variations/usePrepared.ts';
import { useLane, useVariations } from './variations/useVariations.ts';

export type ReplayOf = {
  info: MachineInfo;
  log: ReadLog;
  source: Omit<ReturnType<typeof useLog>, 'state' | 'cancel'>;
};

/** The variations, the one in the address with its rows, and the rivers of all lanes that are shown. */
function useCompared(
  { info, log, source }: ReplayOf,
  { markers, people }: { markers: readonly { seq: number }[]; people: People },
) {
  const [variationId, setVariation] = useQueryState(
    'variation',
    parseAsString.withOptions({ history: 'replace', scroll: false }),
  );
  const open = useCallback((id: string | null) => void setVariation(id), [setVariation]);
  const variations = useVariations(info.id);
  const lane = useLane(info.id, variationId);
  const rivers = useMainRiver({ log, markers, commit: source.moment?.snapshot.commit ?? null, people });
  const comparison = useComparison({
    ...{ machineId: info.id, openId: variationId, lane, all: variations.all, main: rivers.source, people },
    ...{ rivers: source.rivers, askRiver: source.askRiver },
  });
  return { variationId, open, variations, lane, rivers, comparison, isComparing: variationId !== null };
}

/** Everything on a replay's screen: position, comments, variations, the leader. The address holds what a link should keep. */
export function useReplayPage({ info, log, source }: ReplayOf) {
  const { moment, digest, goTo, askDigest } = source;
  const [openDialog, setOpenDialog] = useState<OpenDialog>(null);
  const [view, setView] = useQueryState('view', parseAsString.withOptions({ history: 'replace', scroll: false }));
  const showView = useCallback((id: string) => void setView(id), [setView]);
  const people = useMemo(() => indexPeople(info.seats), [info.seats]);
  const writer = useRef<HTMLTextAreaElement>(null);
  const comments = useComments(info.id);
  const about = useConceal(info.id);
  const markers = useMemo(() => mergeMarkers(log.history.markers, comments.markers), [log, comments.markers]);
  const others = useRef<(action: OtherAction) => void>(() => undefined);
  const replay = useReplay(
    { log, markers, moment, digest, onGoTo: goTo, onAskDigest: askDigest },
    useCallback((action) => others.current(action), []),
  );
  const { seq, last } = replay;
  const compared = useCompared({ info, log, source }, { markers, people });
  const { lane, open } = compared;
  const isHeld = useGuide({ machineId: info.id, labSlug: info.labSlug, seq: last }).guide?.isHeld ?? false;
  const { prepared, setDialog, dialog } = usePrepared({ last, openDialog, setOpenDialog });
  useOpenLane(lane, { seq, setLane: source.setLane, goTo, askReport: source.askReport });
  const myActor = info.mySeat?.actorId ?? null;
  const follow = useFollow(
    { machineId: info.id, seq, last, view, myActor },
    { onFollow: replay.moveTo, onView: showView },
  );
  const { ownMove } = follow;
  useKnownLeader(info, follow.leader?.actorId ?? null);
  const { goTo: jump } = replay;
  const ownGoTo = useCallback(
    (target: number) => {
      ownMove();
      jump(target);
    },
    [ownMove, jump],
  );
  const writeComment = () => {
    open(null);
    showView('comments');
    requestAnimationFrame(() => requestAnimationFrame(() => writer.current?.focus()));
  };
  others.current = (action) => {
    if (action === 'help') setDialog('help');
    if (action === 'comment') writeComment();
    if (action === 'variation') setDialog('variation');
    if (action === 'follow') follow.toggle();
    if (action === 'move') ownMove();
  };
  return {
    ...{ info, log, source, replay, markers, people, myActor, ownGoTo, moment },
    ...{ view, showView, dialog, setDialog, prepared, writer, writeComment, comments },
    ...{ ...compared, about, follow, isHeld },
  };
}
export type ReplayPage = ReturnType<typeof useReplayPage>;
