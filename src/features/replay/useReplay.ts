'use client';
import { parseAsInteger, useQueryState } from 'nuqs';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  isOther,
  type KeyAction,
  keyAction,
  type Marker,
  nextMarker,
  type OtherAction,
  previousMarker,
} from './timeline/transport.ts';
import type { Digest, ReadLog } from './useLog.ts';
import type { Moment } from './worker/messages.ts';

/** What a replay needs of its log: its length, its markers, and moments on request. */
export type ReplaySource = {
  log: ReadLog;
  markers: Marker[];
  moment: Moment | null;
  digest: Digest | null;
  onGoTo: (seq: number) => void;
  onAskDigest: (seq: number) => void;
};

const AT = parseAsInteger.withOptions({ history: 'replace', throttleMs: 300, scroll: false });

/** The replay's position and what moves it. The position is `?at=N` in the address, so that a link leads to a moment. */
export function useReplay({ log, markers, moment, digest, onGoTo, onAskDigest }: ReplaySource, onOther: OtherKeys) {
  const { last } = log;
  const [at, setAt] = useQueryState('at', AT);
  const seq = Math.max(0, Math.min(last, at ?? last));
  const { speed, setSpeed, isPlaying, setPlaying, stopAt, onEnd } = usePlaying(seq, last);
  const now = useRef(seq);
  now.current = seq;
  // The worker seeks to this entry. The moment arrives later.
  useEffect(() => onGoTo(seq), [seq, onGoTo]);

  const goTo = useCallback(
    (target: number) => void setAt(Math.max(0, Math.min(last, Math.trunc(target)))),
    [setAt, last],
  );
  const play = useCallback(() => {
    setPlaying((was) => {
      if (!was && now.current >= last) goTo(0);
      return !was;
    });
    onOther('move');
  }, [goTo, last, onOther, setPlaying]);
  const act = useCallback(
    (action: KeyAction) => {
      if (action === 'play') return play();
      if (isOther(action)) return onOther(action);
      setPlaying(false);
      onOther('move');
      goTo(targetOf(action, { seq: now.current, last, markers }));
    },
    [goTo, play, last, markers, onOther, setPlaying],
  );
  usePlayer({ isPlaying, speed, last: stopAt, now, goTo, onEnd });
  useKeys(act);
  const standsAt = moment?.snapshot.seq ?? null;
  useDigest(standsAt, { isPlaying, onAskDigest });
  const snapshot = useMemo(() => (moment ? { ...moment.snapshot, history: log.history } : null), [moment, log]);
  return {
    /** The entry that the reader chose; `snapshot` follows. */
    seq,
    last,
    snapshot,
    speed,
    setSpeed,
    isPlaying,
    act,
    goTo,
    /** Moved by the leader: playing stops. */
    moveTo: useCallback(
      (target: number) => {
        setPlaying(false);
        goTo(target);
      },
      [goTo, setPlaying],
    ),
    digest: digest !== null && digest.seq === standsAt ? digest.hex : null,
  };
}

/** Whether it plays, how fast and how far. A link to a kill (`?until=N`) plays the entries before it, and stops there. */
function usePlaying(seq: number, last: number) {
  const [until, setUntil] = useQueryState('until', AT);
  const isShort = until !== null && until > seq;
  const [speed, setSpeed] = useState<number>(until === null ? 8 : SLOW);
  const [isPlaying, setPlaying] = useState(isShort);
  const onEnd = () => {
    setPlaying(false);
    void setUntil(null);
  };
  return { speed, setSpeed, isPlaying, setPlaying, stopAt: isShort ? Math.min(until, last) : last, onEnd };
}

/** Entries a second where each one is to be seen. */
const SLOW = 2;

type Move = Exclude<KeyAction, 'play' | OtherAction>;

/** The entry that a key leads to. */
function targetOf(move: Move, { seq, last, markers }: { seq: number; last: number; markers: Marker[] }): number {
  if (move === 'back') return seq - 1;
  if (move === 'forward') return seq + 1;
  if (move === 'start') return 0;
  if (move === 'end') return last;
  return move === 'previousMarker' ? previousMarker(markers, seq) : nextMarker(markers, seq, last);
}

export type OtherKeys = (action: OtherAction) => void;

type Player = {
  isPlaying: boolean;
  speed: number;
  last: number;
  now: { current: number };
  goTo: (seq: number) => void;
  onEnd: () => void;
};

function usePlayer({ isPlaying, speed, last, now, goTo, onEnd }: Player): void {
  const end = useRef(onEnd);
  end.current = onEnd;
  // Time drives the replay: each frame advances by the entries that the speed asks for.
  useEffect(() => {
    if (!isPlaying) return;
    let frame = 0;
    let from = now.current >= last ? 0 : now.current;
    let since = performance.now();
    const step = (time: number) => {
      // After a jump back, playing goes on from there.
      if (now.current < from) [from, since] = [now.current, time];
      const target = Math.min(last, from + Math.floor(((time - since) / 1000) * speed));
      if (target > now.current) goTo(target);
      if (target >= last) return end.current();
      frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, speed, last, now, goTo]);
}

function useKeys(act: (action: KeyAction) => void): void {
  // Keys work anywhere on the page, except in an element that uses them itself.
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      const action = keyAction(e.key, e.shiftKey);
      if (!action || e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || isTaken(e.target, e.key)) return;
      e.preventDefault();
      act(action);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [act]);
}

/** Text fields keep their keys, buttons their space, tabs and menus their arrows. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.dataset.scrub !== undefined) return false;
  if (target.closest('input, select, textarea, [role="menu"], [role="dialog"]')) return true;
  if (key === ' ') return target.closest('button, a, summary') !== null;
  return key.startsWith('Arrow') && target.closest('[role="tablist"], [role="slider"]') !== null;
}

const REST_MS = 200;

function useDigest(
  seq: number | null,
  { isPlaying, onAskDigest }: { isPlaying: boolean; onAskDigest: (seq: number) => void },
): void {
  // The digest reads the whole machine: ask for it only when the replay rests.
  useEffect(() => {
    if (isPlaying || seq === null) return;
    const timer = setTimeout(() => onAskDigest(seq), REST_MS);
    return () => clearTimeout(timer);
  }, [seq, isPlaying, onAskDigest]);
}
