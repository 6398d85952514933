'use client';
import { digest } from '@overcommit/engine';
import { parseAsInteger, useQueryState } from 'nuqs';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { whenIdle } from '../machine/browserPorts.ts';
import type { Tape } from './tape.ts';
import { type KeyAction, keyAction, nextMarker, previousMarker } from './transport.ts';

/** Where the replay stands and what moves it. `?at=N` in the address is the place, so a link to it is a link to a moment. */
export function useReplay(tape: Tape) {
  const last = tape.lastSeq();
  const [at, setAt] = useQueryState(
    'at',
    parseAsInteger.withOptions({ history: 'replace', throttleMs: 300, scroll: false }),
  );
  const seq = Math.max(0, Math.min(last, at ?? last));
  const [speed, setSpeed] = useState<number>(8);
  const [isPlaying, setPlaying] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const snapshot = useMemo(() => tape.at(seq), [tape, seq]);
  const markers = tape.history.markers;
  const now = useRef(seq);
  now.current = seq;

  const goTo = useCallback(
    (target: number) => void setAt(Math.max(0, Math.min(last, Math.trunc(target)))),
    [setAt, last],
  );
  const play = useCallback(() => {
    setPlaying((was) => {
      if (!was && now.current >= last) goTo(0);
      return !was;
    });
  }, [goTo, last]);
  const act = useCallback(
    (action: KeyAction) => {
      if (action === 'play') return play();
      if (action === 'help') return setHelpOpen(true);
      setPlaying(false);
      if (action === 'back') goTo(now.current - 1);
      if (action === 'forward') goTo(now.current + 1);
      if (action === 'start') goTo(0);
      if (action === 'end') goTo(last);
      if (action === 'previousMarker') goTo(previousMarker(markers, now.current));
      if (action === 'nextMarker') goTo(nextMarker(markers, now.current, last));
    },
    [goTo, play, last, markers],
  );
  usePlayer({ isPlaying, speed, last, now, goTo, onEnd: () => setPlaying(false) });
  useKeys(act);
  return {
    seq,
    last,
    snapshot,
    speed,
    setSpeed,
    isPlaying,
    act,
    goTo,
    markers,
    isHelpOpen,
    setHelpOpen,
    digest: useDigest(snapshot, isPlaying),
  };
}

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
  // Time drives the replay: each frame goes as many entries on as their speed asks for.
  useEffect(() => {
    if (!isPlaying) return;
    let frame = 0;
    let from = now.current >= last ? 0 : now.current;
    let since = performance.now();
    const step = (time: number) => {
      // Whoever scrubs while it plays goes on from there.
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
  // Keys work wherever the focus is, unless something there has its own use for them.
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

function useDigest(
  snapshot: { seq: number; machine: Parameters<typeof digest>[0] },
  isPlaying: boolean,
): string | null {
  const [known, setKnown] = useState<{ seq: number; hex: string } | null>(null);
  const { seq, machine } = snapshot;
  // The digest reads the whole machine: only when it stands still and the page has nothing better to do.
  useEffect(() => {
    if (isPlaying) return;
    return whenIdle(() => machine.seq === seq && setKnown({ seq, hex: digest(machine) }));
  }, [seq, machine, isPlaying]);
  return known?.seq === seq ? known.hex : null;
}
